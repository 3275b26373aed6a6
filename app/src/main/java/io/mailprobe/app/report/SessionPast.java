package io.mailprobe.app.report;

import io.mailprobe.app.blame.Cause;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/** The sessions of one route or canary: how each ended, in eight bytes, and the first failures. */
final class SessionPast {

  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
  private static final List<Party> PARTIES = List.of(Party.values());
  private static final int WIDTH = 16;

  private final String name;
  private final Longs packed = new Longs();
  private final Earliest<Sign.Session> failures;
  private final Earliest<Sign.Session> deferrals;
  private long[] sorted = {};

  SessionPast(String name, Grid grid) {
    this.name = name;
    this.failures = new Earliest<>(grid);
    this.deferrals = new Earliest<>(grid);
  }

  void add(Optional<String> probe, SessionReport report, Optional<Cause> cause) {
    long started = Grid.micros(report.started());
    int party = cause.map(found -> PARTIES.indexOf(found.party())).orElse(0);
    packed.add((started * WIDTH + OUTCOMES.indexOf(report.outcome())) * WIDTH + party);
    if (report.outcome() != Outcome.ACCEPTED) {
      Sign.Session sign = sign(probe, report);
      String tie = probe.orElse("") + sign.frontEnd().orElse("");
      failures.add(started, tie, sign);
      if (report.outcome() == Outcome.DEFERRED) {
        deferrals.add(started, tie, sign);
      }
    }
  }

  private Sign.Session sign(Optional<String> probe, SessionReport report) {
    return new Sign.Session(
        Text.cut(report.started().plus(report.duration())),
        name,
        probe,
        report.outcome().label(),
        report.phase().label(),
        report.reply().map(SmtpReply::code),
        report.reply().flatMap(SmtpReply::enhanced).map(Object::toString),
        Text.line(report.reply().map(SmtpReply::toString).orElse(report.detail())),
        report.frontEnd().map(SessionPast::nameOf),
        report.frontEnd().flatMap(FrontEnd::forest));
  }

  static String nameOf(FrontEnd frontEnd) {
    return Text.line(frontEnd.name().orElse(frontEnd.address()));
  }

  /** No more will be added. */
  void close() {
    sorted = packed.toArray();
    Arrays.sort(sorted);
  }

  Optional<Sign.Session> firstFailure(LongPredicate started) {
    return failures.first(started);
  }

  Optional<Sign.Session> firstDeferral(LongPredicate started) {
    return deferrals.first(started);
  }

  /** How many ended how, of those that began then; every outcome has its entry. */
  Map<Outcome, Integer> outcomes(LongPredicate started) {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : OUTCOMES) {
      counts.put(outcome, 0);
    }
    for (long each : sorted) {
      if (started.test(at(each))) {
        counts.merge(outcome(each), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** Whom the failed ones point at, of those that began then. */
  Map<Party, Integer> parties(LongPredicate started) {
    Map<Party, Integer> counts = new EnumMap<>(Party.class);
    for (long each : sorted) {
      if (outcome(each) != Outcome.ACCEPTED && started.test(at(each))) {
        counts.merge(PARTIES.get((int) (each % WIDTH)), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** As a course in which trouble can be found. */
  Trouble.Course course() {
    return new Trouble.Course() {
      @Override
      public int size() {
        return sorted.length;
      }

      @Override
      public long at(int index) {
        return SessionPast.at(sorted[index]);
      }

      @Override
      public Trouble.Mark mark(int index) {
        return outcome(sorted[index]) == Outcome.ACCEPTED ? Trouble.Mark.WELL : Trouble.Mark.BAD;
      }
    };
  }

  private static long at(long packed) {
    return Math.floorDiv(packed, WIDTH * WIDTH);
  }

  private static Outcome outcome(long packed) {
    return OUTCOMES.get(Math.floorMod(Math.floorDiv(packed, WIDTH), WIDTH));
  }
}
