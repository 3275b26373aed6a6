package io.mailprobe.app.doctor;

import io.mailprobe.app.doctor.DomainChecks.Owner;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.submit.Candidate;
import io.mailprobe.prober.submit.Depth;
import io.mailprobe.prober.submit.Found;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The servers that routes hand their mail to: names, ports, TLS, log-in, envelope. */
final class TargetChecks {

  private static final String REACH = "reach";
  private static final String TLS = "tls";
  private static final String AUTH = "auth";
  private static final String ENVELOPE = "envelope";

  private static final int MOST_ADDRESSES = 6;

  /** {@code Hello [192.0.2.1]}: how the server sees us. */
  private static final Pattern HELLO = Pattern.compile("\\[([0-9A-Fa-f:.]{2,45})\\]");

  private final Bench bench;
  private final Examination examination;
  private final DomainChecks domains;
  private final Judge judge;
  private final Map<Target, Candidate> answering = new HashMap<>();
  private final Map<Target, InetAddress> seenAs = new HashMap<>();

  TargetChecks(Bench bench, Examination examination, DomainChecks domains) {
    this.bench = bench;
    this.examination = examination;
    this.domains = domains;
    this.judge = new Judge(bench.blame());
  }

  /** Looks up the servers of a route. */
  void names(Way way) throws InterruptedException {
    switch (way.target()) {
      case Target.Host(String host, int _) -> domains.host(host, way.key("submit.to"));
      case Target.Mx(String domain, int _) ->
          domains.mailDomain(
              domain,
              bench.probeDomains().contains(domain.toLowerCase(Locale.ROOT))
                  ? Owner.OURS
                  : Owner.THEIRS,
              way.key("submit.to"));
    }
  }

  /** Looks whether a route's servers answer. The control route's are looked at as our own. */
  void reach(Way way) throws InterruptedException {
    examination.make(
        Check.of(REACH, way.target().toString(), () -> connect(way)).needing(named(way)));
  }

  /** Looks at the TLS of a route that insists on it. */
  void tls(Way way) throws InterruptedException {
    if (way.wantsTls()) {
      examination.make(
          Check.of(
                  TLS,
                  way.target().toString(),
                  () ->
                      judge.of(
                          way,
                          bench.visit(way, candidate(way), new Depth.StartTls()),
                          "the certificate is trusted and for the right name, as shown"))
              .needing(reached(way)));
    }
  }

  /** Looks whether a route's credentials are taken. */
  void auth(Way way) throws InterruptedException {
    if (way.logsIn()) {
      examination.make(
          Check.of(
                  AUTH,
                  login(way),
                  () ->
                      judge.of(
                          way, bench.visit(way, candidate(way), new Depth.Login()), "logged in"))
              .needing(reached(way))
              .needing(Finding.title(TLS, way.target().toString()))
              .needing(TokenChecks.title(way)));
    }
  }

  /** Looks whether a route's sender and recipient are taken. */
  void envelope(Way way) throws InterruptedException {
    if (!way.isControl()) {
      examination.make(
          Check.of(ENVELOPE, way.name(), () -> askFor(way))
              .needing(reached(way))
              .needing(Finding.title(TLS, way.target().toString()))
              .needing(Finding.title(AUTH, login(way))));
    }
  }

  /** The checks without which a route's probe cannot be handed in. */
  Stream<String> titles(Way way) {
    return Stream.of(
        REACH + " " + way.target(),
        TLS + " " + way.target(),
        AUTH + " " + login(way),
        ENVELOPE + " " + way.name());
  }

  /** The check whether a route's servers answer. */
  static String reached(Way way) {
    return Finding.title(REACH, way.target().toString());
  }

  /** The address that a target's server sees us come from. */
  Optional<InetAddress> seenAs(Target target) {
    return Optional.ofNullable(seenAs.get(target));
  }

  private static String login(Way way) {
    return way.configured().submit().credentials().throughMailbox().orElse("nobody")
        + " at "
        + way.target();
  }

  private Stream<String> named(Way way) {
    return switch (way.target()) {
      case Target.Host(String host, int _) -> Stream.of(DomainChecks.title(host));
      case Target.Mx(String domain, int _) -> domains.titles(domain);
    };
  }

  private Candidate candidate(Way way) {
    Candidate found = answering.get(way.target());
    if (found == null) {
      throw new IllegalStateException(way.target() + " was not reached");
    }
    return found;
  }

  private Seen connect(Way way) throws InterruptedException {
    Found found = bench.find(way.target());
    List<Candidate> tried = found.candidates().stream().limit(MOST_ADDRESSES).toList();
    List<SessionReport> reports = bench.visits(way.route().delivery(), tried, new Depth.Ehlo());
    List<String> well = new ArrayList<>();
    List<SessionReport> ill = new ArrayList<>();
    for (int i = 0; i < tried.size(); i++) {
      SessionReport report = reports.get(i);
      if (report.outcome() == Outcome.ACCEPTED) {
        answering.putIfAbsent(way.target(), tried.get(i));
        well.add(tried.get(i).endpoint() + named(report));
        hello(report).ifPresent(address -> seenAs.putIfAbsent(way.target(), address));
      } else {
        ill.add(report);
      }
    }
    if (well.isEmpty()) {
      return ill.isEmpty()
          ? Seen.fault(String.join("; ", found.notes()), "mend " + way.key("submit.to"))
          : worst(way, ill);
    }
    String words = "answered by " + String.join(", ", well);
    return ill.isEmpty()
        ? Seen.ok(words)
        : Seen.note(
            words
                + "; but not by all: "
                + String.join("; ", ill.stream().map(Judge::words).toList()));
  }

  private Seen worst(Way way, List<SessionReport> ill) {
    Seen first = judge.of(way, ill.getFirst(), "");
    return ill.size() == 1
        ? first
        : Seen.fault(
            first.words() + "; and %d more alike".formatted(ill.size() - 1), first.remedies());
  }

  private static String named(SessionReport report) {
    return report
        .frontEnd()
        .flatMap(server -> server.name())
        .map(name -> " (" + name + ")")
        .orElse("");
  }

  private static Optional<InetAddress> hello(SessionReport report) {
    return report.phases().stream()
        .filter(phase -> phase.phase() == Phase.EHLO)
        .flatMap(phase -> phase.reply().stream())
        .map(reply -> HELLO.matcher(reply.lines().getFirst()))
        .filter(Matcher::find)
        .flatMap(found -> literal(found.group(1)).stream())
        .findFirst();
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Seen askFor(Way way) throws InterruptedException {
    String recipient =
        switch (way.route().to()) {
          case Recipient.TokenAt(String domain) -> bench.tokenAddress(domain);
          case Recipient.Fixed(String address) -> address;
        };
    SessionReport report =
        bench.visit(way, candidate(way), new Depth.Recipient(way.route().from(), recipient));
    Seen seen =
        judge.of(
            way,
            report,
            "sender %s and recipient at %s are taken"
                .formatted(
                    way.route().from().isEmpty() ? "<>" : way.route().from(),
                    Words.domain(recipient)));
    return judge.isOfWhoWeAre(report) ? seen.stemmingFrom(SenderChecks.titles(way, this)) : seen;
  }
}
