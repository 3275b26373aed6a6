package io.mailprobe.app.doctor;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.RuleFile;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.lookup.Answer;
import io.mailprobe.prober.lookup.NameServers;
import io.mailprobe.prober.lookup.RecordType;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Candidate;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.Depth;
import io.mailprobe.prober.submit.Found;
import io.mailprobe.prober.submit.SmtpEngine;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.prober.submit.Visit;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.RecipientToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What all checks share while they are made: name servers, sessions, and the routes. */
final class Bench implements AutoCloseable {

  private static final int SMTP = 25;
  private static final int MOST_SERVERS = 5;

  /** Shorter than a probe's own: somebody waits. */
  private static final Deadlines DEADLINES =
      new Deadlines(Duration.ofSeconds(6), Duration.ofSeconds(20));

  private static final Duration LONGER_THAN_A_SESSION = Duration.ofSeconds(25);

  private final Tools tools;
  private final NameServers names;
  private final SmtpEngine engine;
  private final List<Way> ways = new ArrayList<>();
  private final RecipientToken tokens;
  private final Blame blame;

  Bench(Tools tools) {
    this.tools = tools;
    names = new NameServers(tools.engine().dnsServers());
    engine = new SmtpEngine(tools.engine(), tools.clock(), tools.scheduler());
    List<Route> routes = tools.config().routes(tools.tokens());
    for (int i = 0; i < routes.size(); i++) {
      Route own = routes.get(i).ownedBy(tools.config().prober() + "-doctor");
      ways.add(new Way(i, tools.config().routes().get(i), own));
    }
    tokens = new RecipientToken(tools.config().keys());
    blame = new Blame(RuleFile.classifier(tools.config().rules()));
  }

  void start() {
    names.start();
    engine.start();
  }

  Tools tools() {
    return tools;
  }

  Config config() {
    return tools.config();
  }

  List<Way> ways() {
    return List.copyOf(ways);
  }

  Blame blame() {
    return blame;
  }

  SmtpEngine engine() {
    return engine;
  }

  /** The domains whose mail is to come to a receiver of ours, in lower case. */
  Set<String> probeDomains() {
    Set<String> domains = new LinkedHashSet<>();
    config().receiver().ifPresent(receiver -> domains.addAll(receiver.domains()));
    for (Way way : ways) {
      if (way.route().to() instanceof Recipient.TokenAt(String domain)) {
        domains.add(domain);
      }
    }
    return lowered(domains);
  }

  private static Set<String> lowered(Set<String> domains) {
    Set<String> lowered = new LinkedHashSet<>();
    domains.forEach(domain -> lowered.add(domain.toLowerCase(Locale.ROOT)));
    return lowered;
  }

  /** How others come to that domain's mail servers; as the control route does, where one says. */
  Target.Mx wayIn(String domain) {
    return ways.stream()
        .filter(Way::isControl)
        .map(Way::target)
        .filter(Target.Mx.class::isInstance)
        .map(Target.Mx.class::cast)
        .filter(target -> target.domain().equalsIgnoreCase(domain))
        .findFirst()
        .orElseGet(() -> new Target.Mx(domain, SMTP));
  }

  /** Whether a route goes by MX to our own receiver, whose way in is looked at by itself. */
  boolean isOurs(Way way) {
    return way.target() instanceof Target.Mx(String domain, int _)
        && probeDomains().contains(domain.toLowerCase(Locale.ROOT));
  }

  /** What we call ourselves where no route says. */
  String helo() {
    return ways.isEmpty() ? "[127.0.0.1]" : ways.getFirst().route().delivery().heloName();
  }

  /** An address at the domain that a receiver with our keys takes mail for. */
  String tokenAddress(String domain) {
    ProbeId id = ProbeId.create(tools.clock().micros(), tools.random());
    return tokens.localPart(id) + "@" + domain;
  }

  /** Asks DNS. Blocks, for a bounded time. */
  Answer ask(String name, RecordType type) {
    return names.ask(name, type).join();
  }

  /** Asks for all of these at once. Blocks, for a bounded time. */
  List<Answer> ask(String name, List<RecordType> types) {
    List<CompletableFuture<Answer>> asked =
        types.stream().map(type -> names.ask(name, type)).toList();
    return asked.stream().map(CompletableFuture::join).toList();
  }

  /** The addresses of a target, the best first. */
  Found find(Target target) throws InterruptedException {
    return await(engine.find(target, MOST_SERVERS));
  }

  /** A session of a route that hands nothing over. */
  SessionReport visit(Way way, Candidate candidate, Depth depth) throws InterruptedException {
    return visits(way.route().delivery(), List.of(candidate), depth).getFirst();
  }

  /** A session to our own servers, of nobody in particular. */
  SessionReport visit(Target target, Candidate candidate, Depth depth) throws InterruptedException {
    return visits(anonymous(target), List.of(candidate), depth).getFirst();
  }

  /** One who does not log in. */
  Delivery anonymous(Target target) {
    return new Delivery(target, TlsMode.OPPORTUNISTIC, new Auth.None(), helo(), DEADLINES);
  }

  /** Sessions that hand nothing over, all at once: servers that say nothing are waited for once. */
  List<SessionReport> visits(Delivery delivery, List<Candidate> candidates, Depth depth)
      throws InterruptedException {
    boolean early = depth.last().compareTo(Phase.AUTH) < 0;
    Delivery own =
        new Delivery(
            delivery.target(),
            delivery.tls(),
            early ? new Auth.None() : delivery.auth(),
            delivery.certificate(),
            delivery.addresses(),
            delivery.heloName(),
            DEADLINES);
    List<CompletableFuture<SessionReport>> begun =
        candidates.stream()
            .map(candidate -> engine.visit(new Visit(own, candidate, depth)))
            .toList();
    List<SessionReport> ended = new ArrayList<>();
    for (CompletableFuture<SessionReport> each : begun) {
      ended.add(await(each));
    }
    return ended;
  }

  /** Waits for what is bounded in itself. */
  private static <T> T await(Future<T> result) throws InterruptedException {
    try {
      return result.get(LONGER_THAN_A_SESSION.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("sessions and look-ups end by themselves, and well", e);
    }
  }

  @Override
  public void close() {
    engine.close();
    names.close();
  }
}
