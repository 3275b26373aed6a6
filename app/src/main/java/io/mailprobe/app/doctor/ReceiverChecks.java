package io.mailprobe.app.doctor;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.prober.feed.HttpFeed;
import io.mailprobe.prober.feed.NamedFeed;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import io.mailprobe.receiver.tls.CertifiedKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The receiver of this configuration, and the feeds of others. */
final class ReceiverChecks {

  private static final String FILES = "certificate files";
  private static final String RECEIVER = "receiver";
  private static final String FEED = "feed";

  private final Bench bench;
  private final Examination examination;
  private final Reception reception;
  private final Map<String, ClockOffset> offsets = new HashMap<>();

  ReceiverChecks(Bench bench, Examination examination, Reception reception) {
    this.bench = bench;
    this.examination = examination;
    this.reception = reception;
  }

  /** Looks at the receiver here: started for as long as this takes, unless another runs it. */
  void own() throws InterruptedException {
    if (bench.config().receiver().isEmpty()) {
      return;
    }
    ReceiverSettings settings = bench.config().receiver().get();
    if (settings.tls().isPresent()) {
      PemFiles files = settings.tls().get();
      examination.make(Check.of(FILES, files.certificate().toString(), () -> files(files)));
    }
    examination.make(
        Check.of(RECEIVER, listen(settings), () -> start(settings))
            .needing(StoreChecks.title(bench.config()))
            .needing(fileTitles(settings)));
  }

  /** Looks at receivers elsewhere. */
  void feeds() throws InterruptedException {
    for (Config.Feed feed : bench.config().feeds()) {
      examination.make(Check.of(FEED, feed.url().getAuthority(), () -> read(feed)));
    }
  }

  /** The checks without which no arrival is told. */
  Stream<String> titles() {
    return Stream.concat(
        bench.config().receiver().map(settings -> RECEIVER + " " + listen(settings)).stream(),
        bench.config().feeds().stream().map(feed -> FEED + " " + feed.url().getAuthority()));
  }

  /** How far the clocks of other receivers are from ours, by their names. */
  Map<String, ClockOffset> offsets() {
    return Map.copyOf(offsets);
  }

  private static Stream<String> fileTitles(ReceiverSettings settings) {
    return settings.tls().map(files -> FILES + " " + files.certificate()).stream();
  }

  private static String listen(ReceiverSettings settings) {
    InetSocketAddress address = settings.listen();
    return address.getHostString() + ":" + address.getPort();
  }

  private static Seen files(PemFiles files) {
    try {
      CertifiedKey pair = CertifiedKey.read(files);
      return Seen.ok("certificate and key fit; %d in the chain".formatted(pair.chain().size()));
    } catch (IOException e) {
      return Seen.fault(
          Words.plain(String.valueOf(e.getMessage())),
          "put certificate and chain in receiver.tls.certificate (%s), and its key as PKCS #8 in receiver.tls.key (%s)"
              .formatted(files.certificate(), files.key()));
    }
  }

  private Seen start(ReceiverSettings settings) throws InterruptedException {
    String why;
    try {
      reception.start(bench);
      return Seen.ok("listens on port %d, for as long as this takes".formatted(reception.port()));
    } catch (IOException e) {
      why = Words.plain(String.valueOf(e.getMessage()));
    }
    // Its port or journal is in use: a `run` of the same configuration has it.
    try {
      NamedFeed running = bench.tools().running().open();
      Reception.ask(running, "doctor", bench.tools().clock());
      reception.add(running);
      return Seen.ok("another mailprobe runs it");
    } catch (IOException unread) {
      return Seen.fault(
          why
              + "; nor does a running mailprobe answer: "
              + Words.plain(String.valueOf(unread.getMessage())),
          "look what listens on %s: ss -ltnp; end it, or change receiver.listen"
              .formatted(listen(settings)),
          "where mailprobe run has it: http.listen and http.token must be those of its configuration");
    }
  }

  private Seen read(Config.Feed feed) throws InterruptedException {
    try {
      NamedFeed opened =
          new NamedFeed(
              feed.url().getAuthority(),
              HttpFeed.at(
                  feed.url(), new HttpFeed.Access(feed.token().map(Secret::reveal), feed.ca())));
      Reception.ask(opened, bench.config().prober() + "-doctor", bench.tools().clock())
          .ifPresent(offset -> offsets.put(opened.name(), offset));
      reception.add(opened);
      return Seen.ok("answers, and takes our token");
    } catch (IOException e) {
      return Seen.fault(Words.plain(String.valueOf(e.getMessage())), remedies(feed, e));
    }
  }

  private static List<String> remedies(Config.Feed feed, IOException why) {
    String said = String.valueOf(why.getMessage());
    if (said.contains("HTTP 401") || said.contains("HTTP 403")) {
      return List.of("let feeds[].token here be http.token there");
    }
    return List.of(
        "look whether mailprobe run runs there with http.listen on %s, and whether a firewall lets this host through"
            .formatted(feed.url().getAuthority()),
        "where its certificate is of an authority of your own, name that in feeds[].ca");
  }
}
