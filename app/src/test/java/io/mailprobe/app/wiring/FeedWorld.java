package io.mailprobe.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.scene.Sessions;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Surroundings;
import io.mailprobe.prober.account.BegunAttempt;
import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.prober.feed.FeedReader;
import io.mailprobe.prober.feed.NamedFeed;
import io.mailprobe.protocol.feed.ArrivalFeed;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.feed.FeedRequest;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.receiver.Receiver;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import io.mailprobe.testkit.peers.Waiting;
import io.mailprobe.testkit.smtp.SmtpClient;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A ledger, a receiver, and a feed between them that cannot be relied on; in manual time. */
final class FeedWorld implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ManualTime time = new ManualTime();
  private final Random random;
  private final Path ledgerFolder;
  private final Path journalFolder;
  private final Path copyFolder;
  private final Route route = Relay.route(2525);
  private final Unreliable feed;
  private Receiver receiver;
  private Ledger ledger;
  private FeedReader reader;
  private boolean copied;

  FeedWorld(Path folder, Random random) throws IOException {
    this.random = random;
    ledgerFolder = folder.resolve("ledger");
    journalFolder = folder.resolve("journal");
    copyFolder = folder.resolve("copy");
    feed = new Unreliable(new Random(random.nextLong()));
    receiver = startReceiver();
    ledger = openLedger();
    reader = startReader();
  }

  private Receiver startReceiver() throws IOException {
    Receiver started =
        new Receiver(
            new ReceiverSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "mx." + Relay.DOMAIN,
                List.of(Relay.DOMAIN),
                List.of(),
                Optional.empty(),
                journalFolder,
                Limits.DEFAULT),
            Relay.KEYS,
            new Silent(),
            time,
            time,
            random);
    started.start();
    feed.serve(started.feed());
    return started;
  }

  private Ledger openLedger() throws IOException {
    return Ledger.open(ledgerFolder, List.of(route), time, new Silent());
  }

  private FeedReader startReader() {
    FeedReader started =
        new FeedReader(
            new NamedFeed("receiver", feed),
            route.prober(),
            ledger,
            new Surroundings(time, time, random, new Silent()));
    started.start();
    return started;
  }

  void restartProber() throws IOException {
    reader.stop();
    ledger.close();
    ledger = openLedger();
    reader = startReader();
  }

  void restartReceiver() throws IOException {
    receiver.close();
    receiver = startReceiver();
  }

  void copyJournal() throws IOException {
    receiver.close();
    clear(copyFolder);
    copy(journalFolder, copyFolder);
    copied = true;
    receiver = startReceiver();
  }

  /** Whether there was a copy to restore. */
  boolean restoreJournal() throws IOException {
    if (copied) {
      receiver.close();
      clear(journalFolder);
      copy(copyFolder, journalFolder);
      receiver = startReceiver();
    }
    return copied;
  }

  void beginJournalAnew() throws IOException {
    receiver.close();
    clear(journalFolder);
    receiver = startReceiver();
  }

  private static void clear(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  void passTime() {
    time.advance(Duration.ofMillis(random.nextInt(3_000)));
  }

  /** Opens a probe whose message a mail system has taken. */
  ProbeId open() {
    Instant now = time.micros();
    BegunAttempt attempt = ledger.open(route, ProbeId.create(now, random), now).join();
    ledger.await(attempt, Sessions.accepted(now)).join();
    return attempt.probe();
  }

  /** The mail system delivers it: the receiver says 250. */
  void deliver(ProbeId probe) throws IOException {
    time.advance(Duration.ofMillis(1)); // No two messages of a probe arrive in the same instant.
    String recipient = new RecipientToken(Relay.KEYS).localPart(probe) + "@" + Relay.DOMAIN;
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), receiver.port());
    try (SmtpClient client = SmtpClient.greeted(address)) {
      assertThat(client.transaction("a@b.example", recipient, "Subject: probe\r\n\r\n").code())
          .isEqualTo(250);
    }
  }

  void healFeed() {
    feed.heal();
  }

  /** Waits until the ledger has an arrival of each. */
  void awaitArrivals(Collection<ProbeId> probes) {
    Waiting.until(
        "each arrival on disk is known",
        PATIENCE,
        () -> {
          time.advance(Duration.ofSeconds(30));
          for (ProbeId probe : probes) {
            if (arrivals(probe) == 0) {
              return false;
            }
          }
          return true;
        });
  }

  /** Waits until the books say what arrivals there are; more may still be on their way at first. */
  void awaitBooksOf(Collection<ProbeId> probes) {
    Waiting.until(
        "delivered and duplicates are what arrivals make them",
        PATIENCE,
        () -> {
          time.advance(Duration.ofSeconds(30));
          long delivered = 0;
          long duplicates = 0;
          for (ProbeId probe : probes) {
            int known = arrivals(probe);
            delivered += known > 0 ? 1 : 0;
            duplicates += Math.max(0, known - 1);
          }
          return delivered() == delivered && duplicates() == duplicates;
        });
  }

  int arrivals(ProbeId probe) throws IOException {
    return ledger.probe(probe).orElseThrow().arrivals().size();
  }

  void checkLaw() {
    RouteAccount account = account();
    long judged = account.verdicts().values().stream().mapToLong(Long::longValue).sum();
    assertThat(account.opened()).isEqualTo(judged + account.inFlight());
  }

  private long delivered() {
    return account().verdicts().getOrDefault(Verdict.DELIVERED, 0L);
  }

  private long duplicates() {
    return account().duplicatesByRetry() + account().duplicatesByProvider();
  }

  private RouteAccount account() {
    return ledger.accounts().getFirst();
  }

  @Override
  public void close() {
    reader.stop();
    ledger.close();
    receiver.close();
  }

  /** Fails before the receiver is asked, or after; and says again what it said before. */
  private static final class Unreliable implements ArrivalFeed {

    private final Random random;
    private volatile @Nullable ArrivalFeed served;
    private volatile @Nullable FeedPage last;
    private volatile boolean healed;

    Unreliable(Random random) {
      this.random = random;
    }

    void serve(ArrivalFeed feed) {
      served = feed;
    }

    void heal() {
      healed = true;
    }

    @Override
    public FeedPage read(FeedRequest request) throws IOException, InterruptedException {
      int chance = healed ? 9 : random.nextInt(10);
      ArrivalFeed now = served;
      FeedPage before = last;
      if (chance == 0 || now == null) {
        throw new IOException("the receiver is out of reach");
      }
      if (chance == 1 && before != null) {
        return before;
      }
      FeedPage page = now.read(request);
      last = page;
      if (chance == 2) {
        throw new IOException("the answer was lost");
      }
      return page;
    }
  }
}
