package io.mailprobe.app.doctor;

import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.lookup.Answer;
import io.mailprobe.prober.lookup.RecordData;
import io.mailprobe.prober.lookup.RecordType;
import io.mailprobe.prober.submit.Candidate;
import io.mailprobe.prober.submit.Depth;
import io.mailprobe.prober.submit.Found;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.receiver.ReceiverSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Our own side as others come to it: by its MX, with its certificate and what is said of it. */
final class ArrivalChecks {

  private static final String WAY_IN = "way in";
  private static final String CERTIFICATE = "certificate";
  private static final String STS = "mta-sts";
  private static final String TLSA = "tlsa";
  private static final String KEYS = "keys";
  private static final int MOST_ADDRESSES = 5;

  private final Bench bench;
  private final Examination examination;
  private final DomainChecks domains;
  private final ReceiverChecks receivers;
  private final Map<String, Candidate> doors = new HashMap<>();
  private final Map<String, ChainReading> shown = new HashMap<>();

  ArrivalChecks(
      Bench bench, Examination examination, DomainChecks domains, ReceiverChecks receivers) {
    this.bench = bench;
    this.examination = examination;
    this.domains = domains;
    this.receivers = receivers;
  }

  /** Looks at one of our domains. */
  void look(String domain) throws InterruptedException {
    examination.make(
        Check.of(WAY_IN, domain, () -> wayIn(domain))
            .needing(domains.titles(domain))
            .needing(receivers.titles()));
    examination.make(
        Check.of(CERTIFICATE, domain, () -> certificate(domain))
            .needing(Finding.title(WAY_IN, domain)));
    examination.make(Check.of(STS, domain, () -> policy(domain)).needing(domains.titles(domain)));
    examination.make(
        Check.of(TLSA, domain, () -> tlsa(domain)).needing(Finding.title(CERTIFICATE, domain)));
    examination.make(
        Check.of(KEYS, domain, () -> keys(domain)).needing(Finding.title(WAY_IN, domain)));
  }

  /** The checks without which a route's probes do not arrive. */
  Stream<String> titles(Way way) {
    boolean pastNames = way.isControl() && !bench.isOurs(way);
    if (pastNames) {
      return Stream.of(); // It goes to the receiver itself.
    }
    return switch (way.route().to()) {
      case Recipient.TokenAt(String domain) -> titles(domain.toLowerCase(Locale.ROOT));
      case Recipient.Fixed _ -> bench.probeDomains().stream().flatMap(this::titles);
    };
  }

  private Stream<String> titles(String domain) {
    return Stream.concat(
        domains.titles(domain),
        Stream.of(Finding.title(WAY_IN, domain), Finding.title(KEYS, domain)));
  }

  /** The checks whose faults may keep senders from delivering. */
  Stream<String> hindrances() {
    return bench.probeDomains().stream()
        .flatMap(
            domain -> Stream.of(CERTIFICATE, STS, TLSA).map(check -> Finding.title(check, domain)));
  }

  /** The check whether one of our domains leads to our receiver. */
  static String wayInTitle(String domain) {
    return Finding.title(WAY_IN, domain);
  }

  private Seen wayIn(String domain) throws InterruptedException {
    Target.Mx target = bench.wayIn(domain);
    Optional<String> ours = bench.config().receiver().map(ReceiverSettings::hostname);
    Found found = bench.find(target);
    List<String> seen = new ArrayList<>();
    boolean answered = false;
    List<Candidate> tried = found.candidates().stream().limit(MOST_ADDRESSES).toList();
    List<SessionReport> reports = bench.visits(bench.anonymous(target), tried, new Depth.Banner());
    for (int i = 0; i < tried.size(); i++) {
      Candidate candidate = tried.get(i);
      SessionReport report = reports.get(i);
      Optional<String> name = report.frontEnd().flatMap(FrontEnd::name);
      if (report.outcome() != Outcome.ACCEPTED) {
        seen.add(candidate.endpoint() + ": " + Judge.words(report));
        continue;
      }
      answered = true;
      seen.add(candidate.endpoint() + " answers as " + name.orElse("nobody"));
      if (ours.isEmpty() || name.filter(ours.get()::equalsIgnoreCase).isPresent()) {
        doors.putIfAbsent(domain, candidate);
      }
    }
    String words = seen.isEmpty() ? String.join("; ", found.notes()) : String.join("; ", seen);
    if (doors.containsKey(domain)) {
      return Seen.ok(words);
    }
    int port = bench.config().receiver().map(receiver -> receiver.listen().getPort()).orElse(2_525);
    return answered
        ? Seen.fault(
            words + ": that is another server than the receiver here, " + ours.orElse(""),
            "publish in DNS: %s. MX 10 %s., whose A record is the address of this host"
                .formatted(domain, ours.orElse("mx." + domain)),
            "or let receiver.hostname be the name that it is to greet with")
        : Seen.fault(words, Remedies.closedIn(port));
  }

  private Seen certificate(String domain) {
    Candidate door = door(domain);
    try {
      ShownChain chain = ShownChain.of(door.address(), door.name(), bench.helo());
      ChainReading reading =
          new ChainReading(chain.certificates(), bench.tools().engine().trusted());
      shown.put(domain, reading);
      return reading.of(door.name(), bench.tools().clock().wall());
    } catch (IOException e) {
      return Seen.fault(
          door.endpoint() + ": " + Words.plain(String.valueOf(e.getMessage())),
          "look at receiver.tls, and for a middle box before port 25 that takes STARTTLS away");
    }
  }

  private Candidate door(String domain) {
    return Optional.ofNullable(doors.get(domain)).orElseThrow();
  }

  private Seen policy(String domain) {
    Answer texts = bench.ask("_mta-sts." + domain, RecordType.TXT);
    if (!texts.isFound()) {
      return texts.isAbsent()
          ? Seen.ok("no policy is published")
          : Seen.note(texts.words(), "senders take that for no policy");
    }
    List<String> records =
        texts
            .all(RecordData.Text.class)
            .map(RecordData.Text::text)
            .filter(text -> text.startsWith("v=STSv1"))
            .toList();
    if (records.size() != 1
        || !records.getFirst().matches("v=STSv1\\s*;.*\\bid=[A-Za-z0-9]{1,32}\\s*;?\\s*")) {
      return Seen.fault(
          "_mta-sts.%s holds no single record of the form v=STSv1; id=…: %s"
              .formatted(domain, texts.words()),
          "publish in DNS: _mta-sts.%s. TXT \"v=STSv1; id=1\", or none".formatted(domain));
    }
    String host = "mta-sts." + domain;
    Answer address = bench.ask(host, RecordType.A);
    Optional<InetAddress> web =
        address.all(RecordData.Address.class).map(RecordData.Address::address).findFirst();
    if (web.isEmpty()) {
      return Seen.fault(
          "a policy is promised by _mta-sts.%s, but %s".formatted(domain, address.words()),
          "publish in DNS: %s. A the address of a web server with the policy; or take the promise away"
              .formatted(host));
    }
    return policy(domain, host, web.get());
  }

  private Seen policy(String domain, String host, InetAddress web) {
    String url = "https://" + host + "/.well-known/mta-sts.txt";
    String text;
    try {
      text =
          new PolicyFetch(bench.tools().engine().trusted(), bench.tools().policyPort())
              .from(web, host);
    } catch (IOException e) {
      return Seen.fault(
          url + " cannot be had: " + Words.plain(String.valueOf(e.getMessage())),
          "serve the policy there, with a certificate of a public authority; or take _mta-sts."
              + domain
              + " out of DNS");
    }
    Optional<StsPolicy> read = StsPolicy.parse(text);
    if (read.isEmpty()) {
      return Seen.fault(
          url + " is no policy (RFC 8461 3.2): " + Words.plain(text),
          "let it have the lines version: STSv1, mode, mx and max_age");
    }
    return judge(domain, url, read.get());
  }

  private Seen judge(String domain, String url, StsPolicy policy) {
    List<String> left =
        domains.servers(domain).stream().filter(server -> !policy.admits(server)).toList();
    String words = "mode %s for %s".formatted(policy.mode(), String.join(", ", policy.servers()));
    if (policy.mode().equals("none")) {
      return Seen.ok(words);
    }
    if (!left.isEmpty()) {
      String missing = words + ", and the MX record names " + String.join(", ", left);
      String remedy =
          "add to %s: mx: %s, and give the TXT record of _mta-sts.%s another id"
              .formatted(url, left.getFirst(), domain);
      return policy.isEnforced() ? Seen.fault(missing, remedy) : Seen.note(missing, remedy);
    }
    ChainReading chain = shown.get(domain);
    if (policy.isEnforced() && chain != null && !chain.isTrusted()) {
      return Seen.fault(
              words
                  + ", and the receiver's certificate is of no public authority: senders must not deliver",
              "have a public authority make one, or set the policy's mode to none")
          .stemmingFrom(Stream.of(Finding.title(CERTIFICATE, domain)));
    }
    return Seen.ok(words);
  }

  private Seen tlsa(String domain) {
    Candidate door = door(domain);
    String name = "_25._tcp." + door.name();
    Answer answer = bench.ask(name, RecordType.TLSA);
    return switch (answer.kind()) {
      case NO_RECORD, NO_SUCH_NAME -> Seen.ok("none is published for " + door.name());
      case FAILED, NO_ANSWER ->
          Seen.fault(
              answer.words() + ": senders that do DANE put mail off then (RFC 7672 2.1)",
              Remedies.nameServersFail(name));
      case FOUND ->
          TlsaReading.of(answer, Optional.ofNullable(shown.get(domain)).orElseThrow().chain());
    };
  }

  private Seen keys(String domain) throws InterruptedException {
    SessionReport report =
        bench.visit(
            bench.wayIn(domain), door(domain), new Depth.Recipient("", bench.tokenAddress(domain)));
    if (report.outcome() == Outcome.ACCEPTED) {
      return Seen.ok("the receiver takes a recipient that is signed with our first key");
    }
    return report.outcome() == Outcome.REJECTED
        ? Seen.fault(
            Judge.words(report) + ": the receiver does not know what our first key signs",
            "let keys there hold the first of keys here, with the same id and secret, and receiver.domains there hold "
                + domain)
        : Seen.fault(Judge.words(report), "look at the receiver's log");
  }
}
