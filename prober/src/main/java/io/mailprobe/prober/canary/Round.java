package io.mailprobe.prober.canary;

import io.mailprobe.prober.submit.Candidate;
import io.mailprobe.prober.submit.Found;
import io.mailprobe.prober.submit.Visit;
import io.mailprobe.prober.submit.Visitor;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One canary on its round: looks its target up again and again, and visits each front end in an
 * open loop of its own, so that none waits for another and their sessions are spread over the
 * interval.
 */
final class Round {

  /** Addresses are asked for no more often than this, whatever the interval. */
  private static final Duration LEAST_LOOK_UP = Duration.ofSeconds(5);

  /** How long a front end is remembered of which the name servers no longer tell. */
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  /** Multiples of it, cut to their fractions, lie evenly in [0, 1) however many there are. */
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final Canary canary;
  private final Visitor visitor;
  private final Clock clock;
  private final Scheduler scheduler;
  private final CanaryEvents events;
  private final Map<InetSocketAddress, FrontEndWatch> frontEnds = new LinkedHashMap<>();
  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private final LoginPause logins = new LoginPause();
  private List<String> trouble = List.of();
  private int leftOut;
  private long slots;
  private boolean stopped;
  private int underWay;
  private Optional<Scheduler.Pending> nextLookUp = Optional.empty();

  Round(Canary canary, Visitor visitor, Clock clock, Scheduler scheduler, CanaryEvents events) {
    this.canary = canary;
    this.visitor = visitor;
    this.clock = clock;
    this.scheduler = scheduler;
    this.events = events;
    // Canaries that start together do not all begin with the same instant of their interval.
    this.slots = Math.floorMod((canary.region() + '/' + canary.name()).hashCode(), 10_000);
  }

  /** Looks the target up, and goes on from there. */
  void start() {
    lookUp();
  }

  /** Visits no more; completes when the visits under way have ended. */
  CompletableFuture<Void> stop() {
    synchronized (this) {
      stopped = true;
      nextLookUp.ifPresent(Scheduler.Pending::cancel);
      frontEnds.values().forEach(FrontEndWatch::rest);
    }
    left();
    return idle;
  }

  synchronized CanaryView view() {
    return new CanaryView(
        canary,
        frontEnds.values().stream().map(each -> each.view(isListed(each))).toList(),
        trouble,
        leftOut);
  }

  private void lookUp() {
    synchronized (this) {
      if (stopped) {
        return;
      }
    }
    Instant started = clock.micros();
    long start = clock.nanos();
    CompletableFuture<Void> _ =
        visitor
            .find(canary.delivery().target(), canary.mostFrontEnds())
            .thenAccept(
                found -> {
                  Duration took = Duration.ofNanos(clock.nanos() - start);
                  update(found, took);
                  if (found.candidates().isEmpty()) {
                    events.sessionEnded(canary, notFound(found, started, took));
                  }
                });
  }

  private SessionReport notFound(Found found, Instant started, Duration took) {
    return new SessionReport(
        canary.delivery().target().toString(),
        started,
        took,
        Outcome.DNS_FAILED,
        Phase.CONNECT,
        Optional.empty(),
        Optional.empty(),
        String.join("; ", found.notes()),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  private synchronized void update(Found found, Duration took) {
    if (stopped) {
      return;
    }
    nextLookUp = Optional.of(scheduler.after(lookUpPause().minus(took), this::lookUp));
    trouble = found.notes();
    long now = clock.nanos();
    choose(found.candidates()).forEach((address, candidate) -> list(address, candidate, now));
    if (!found.notes().isEmpty()) {
      frontEnds.values().forEach(frontEnd -> frontEnd.presumed(now));
    }
    frontEnds
        .values()
        .removeIf(
            frontEnd -> !frontEnd.isBusy() && frontEnd.unlisted(now).compareTo(REMEMBERED) > 0);
  }

  /** The addresses that are visited, each once, though several names may lead to it. */
  private Map<InetSocketAddress, Candidate> choose(List<Candidate> candidates) {
    boolean onlyIpv6 = candidates.stream().allMatch(Candidate::isIpv6);
    Map<InetSocketAddress, Candidate> all = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      if (canary.ipv6() || onlyIpv6 || !candidate.isIpv6()) {
        all.putIfAbsent(candidate.address(), candidate);
      }
    }
    Map<InetSocketAddress, Candidate> chosen = new LinkedHashMap<>();
    all.forEach(
        (address, candidate) -> {
          if (chosen.size() < canary.mostFrontEnds()) {
            chosen.put(address, candidate);
          }
        });
    long distinct = candidates.stream().map(Candidate::address).distinct().count();
    leftOut = Math.toIntExact(distinct) - chosen.size();
    return chosen;
  }

  private void list(InetSocketAddress address, Candidate candidate, long now) {
    FrontEndWatch frontEnd =
        frontEnds.computeIfAbsent(
            address, _ -> new FrontEndWatch(candidate, clock.wall(), now, now + slot()));
    frontEnd.listed(candidate, now);
    if (!frontEnd.isBusy()) {
      await(frontEnd, frontEnd.due());
    }
  }

  /** Name servers that answer with some addresses at a time still have all of them visited. */
  private boolean isListed(FrontEndWatch frontEnd) {
    return frontEnd.unlisted(clock.nanos()).compareTo(lookUpPause().multipliedBy(2)) <= 0;
  }

  private Duration lookUpPause() {
    return LEAST_LOOK_UP.compareTo(canary.every()) > 0 ? LEAST_LOOK_UP : canary.every();
  }

  /** The next front end's place in the interval. */
  private long slot() {
    double place = ++slots * GOLDEN % 1;
    return (long) (place * canary.every().toNanos());
  }

  private void await(FrontEndWatch frontEnd, long due) {
    Duration delay = Duration.ofNanos(due - clock.nanos());
    frontEnd.awaits(due, scheduler.after(delay, () -> visit(frontEnd)));
  }

  private void visit(FrontEndWatch frontEnd) {
    CompletableFuture<SessionReport> session;
    synchronized (this) {
      if (stopped) {
        return;
      }
      if (!isListed(frontEnd)) {
        frontEnd.rest();
        return;
      }
      long now = clock.nanos();
      if (logins.holds(now)) {
        await(frontEnd, logins.until() + slot());
        return;
      }
      underWay++;
      session = visitor.visit(new Visit(canary.delivery(), frontEnd.candidate(), canary.depth()));
    }
    CompletableFuture<Void> _ = session.thenAccept(report -> ended(frontEnd, report));
  }

  private void ended(FrontEndWatch frontEnd, SessionReport report) {
    events.sessionEnded(canary, report);
    synchronized (this) {
      underWay--;
      long now = clock.nanos();
      logins.ended(report.outcome(), canary.every(), now);
      long next = frontEnd.end(report, canary.every(), clock.wall(), now);
      if (!stopped) {
        await(frontEnd, next);
      }
    }
    left();
  }

  private void left() {
    boolean last;
    synchronized (this) {
      last = stopped && underWay == 0;
    }
    if (last) {
      idle.complete(null);
    }
  }
}
