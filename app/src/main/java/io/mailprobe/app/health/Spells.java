package io.mailprobe.app.health;

import io.mailprobe.app.status.CanaryStatus;
import io.mailprobe.app.status.RouteStatus;
import io.mailprobe.app.status.State.Severity;
import io.mailprobe.app.status.StatusReport;
import io.mailprobe.app.status.Suspicion;
import io.mailprobe.protocol.classify.Party;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Our own trouble with Exchange Online so far, spell by spell. Not thread safe. */
final class Spells {

  /** Trouble that pauses for less is one. */
  private static final Duration PAUSE = Duration.ofHours(1);

  /** What we see first this long after an issue began is hardly it. */
  private static final Duration SAME_ISSUE = Duration.ofHours(24);

  private static final Duration KEPT = Duration.ofDays(30);

  /** How stale the end of a spell on disk may be. */
  private static final Duration SAVED_EVERY = Duration.ofMinutes(1);

  private final List<Spell> all;
  private Instant saved = Instant.MIN;

  /** Those of before, the oldest first. */
  Spells(List<Spell> before) {
    all = new ArrayList<>(before);
  }

  /** Takes in how the routes do; gives a spell that is to be saved now. */
  Optional<Spell> observe(StatusReport report) {
    List<String> pointing =
        Stream.concat(
                report.routes().stream().filter(Spells::pointsAtExchange).map(Spells::name),
                report.canaries().stream().filter(Spells::pointsAtExchange).map(Spells::name))
            .toList();
    if (pointing.isEmpty()) {
      return Optional.empty();
    }
    Instant at = report.at().truncatedTo(ChronoUnit.MICROS);
    boolean goesOn = !all.isEmpty() && !all.getLast().until().plus(PAUSE).isBefore(at);
    if (goesOn) {
      all.set(all.size() - 1, all.getLast().lastingUntil(at));
    } else {
      String more = pointing.size() == 1 ? "" : " and " + (pointing.size() - 1) + " more";
      all.add(new Spell(at, at, pointing.getFirst() + more));
    }
    if (goesOn && Duration.between(saved, at).abs().compareTo(SAVED_EVERY) < 0) {
      return Optional.empty();
    }
    saved = at;
    return Optional.of(all.getLast());
  }

  private static boolean pointsAtExchange(RouteStatus route) {
    return isWorthAnAlert(route.finding().state().severity(), route.suspicion());
  }

  private static boolean pointsAtExchange(CanaryStatus canary) {
    return isWorthAnAlert(canary.state().severity(), canary.suspicion());
  }

  private static boolean isWorthAnAlert(Severity severity, Optional<Suspicion> suspicion) {
    return severity == Severity.BAD
        && suspicion.map(Suspicion::party).equals(Optional.of(Party.EXCHANGE_ONLINE));
  }

  private static String name(RouteStatus route) {
    return route.account().route().region() + " " + route.account().route().name();
  }

  private static String name(CanaryStatus canary) {
    return canary.canary().region() + " " + canary.canary().name();
  }

  /**
   * The spell in which we saw an issue: the first that touches it, allowing for a pause before, and
   * that began within a day of it. Microsoft's start moves back as they learn of it, and what was
   * seen is found anew each time.
   */
  Optional<Spell> of(Known known, Instant now) {
    Issue issue = known.issue();
    if (!issue.concernsMail()) {
      return Optional.empty();
    }
    Instant started = issue.started().or(issue::firstPost).orElse(known.firstSeen());
    Instant told = issue.firstPost().orElse(known.firstSeen());
    Instant from = (started.isBefore(told) ? started : told).minus(PAUSE);
    Instant until = earlier(known.resolution().orElse(now), told.plus(SAME_ISSUE));
    return all.stream()
        .filter(spell -> !spell.until().isBefore(from) && !spell.began().isAfter(until))
        .findFirst();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** Forgets what is old and belongs to no issue that is known; gives what was forgotten. */
  List<Spell> forget(Collection<Known> known, Instant now) {
    List<Spell> kept = known.stream().flatMap(each -> of(each, now).stream()).toList();
    List<Spell> old =
        all.stream()
            .filter(spell -> spell.until().isBefore(now.minus(KEPT)) && !kept.contains(spell))
            .toList();
    all.removeAll(old);
    return old;
  }
}
