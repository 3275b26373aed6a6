package io.mailprobe.prober.account;

import io.mailprobe.prober.Route;
import io.mailprobe.protocol.report.Action;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The numbers of one route, as far as they are on disk. Not thread safe. */
final class RouteBook {

  private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
  private final Map<Action, Long> reports = new EnumMap<>(Action.class);

  /** How many probes are in flight, by their tick. */
  private final NavigableMap<Long, Integer> inFlightByTick = new TreeMap<>();

  private final long[] deliveredWithin = new long[Ages.COUNT];
  private final long[] undeliveredAt = new long[Ages.COUNT];
  private long opened;
  private long inFlight;
  private long recovered;
  private long duplicatesByRetry;
  private long duplicatesByProvider;
  private long latencySum;
  private long negativeLatencies;
  private long lastArrival = Long.MIN_VALUE;
  private long lastAttempt = Long.MIN_VALUE;

  RouteBook() {
    for (Verdict verdict : Verdict.values()) {
      verdicts.put(verdict, 0L);
    }
    for (Action action : Action.values()) {
      reports.put(action, 0L);
    }
  }

  /**
   * Probes of one state that were counted as undelivered at equally many ages, all in one.
   *
   * @param latencySum the sum of the latencies that are not negative, where they are delivered
   * @param lastArrival {@link Long#MIN_VALUE} where none arrived
   */
  record Sum(
      ProbeState state,
      int ages,
      long probes,
      long recovered,
      long duplicatesByRetry,
      long duplicatesByProvider,
      long latencySum,
      long negativeLatencies,
      long lastArrival,
      long lastAttempt) {}

  /** Takes up what an earlier run has left. Probes in flight are told one tick at a time too. */
  void take(Sum sum) {
    opened += sum.probes();
    sum.state().verdict().ifPresent(verdict -> verdicts.merge(verdict, sum.probes(), Long::sum));
    for (int age = 0; age < Ages.COUNT; age++) {
      if (age < sum.ages()) {
        undeliveredAt[age] += sum.probes();
      } else if (sum.state() == ProbeState.DELIVERED) {
        deliveredWithin[age] += sum.probes();
      }
    }
    recovered += sum.recovered();
    duplicatesByRetry += sum.duplicatesByRetry();
    duplicatesByProvider += sum.duplicatesByProvider();
    latencySum += sum.latencySum();
    negativeLatencies += sum.negativeLatencies();
    lastArrival = Math.max(lastArrival, sum.lastArrival());
    lastAttempt = Math.max(lastAttempt, sum.lastAttempt());
  }

  /** Takes up probes in flight of one tick. */
  void takeInFlight(long scheduled, int probes) {
    inFlightByTick.merge(scheduled, probes, Integer::sum);
    inFlight += probes;
  }

  /** Takes up how many reports of that action an earlier run has entered. */
  void takeReports(Action action, long count) {
    reports.put(action, count);
  }

  void apply(Change change) {
    switch (change) {
      case Change.Opened open -> {
        opened++;
        takeInFlight(open.scheduled(), 1);
        lastAttempt = Math.max(lastAttempt, open.started());
      }
      case Change.Began began -> lastAttempt = Math.max(lastAttempt, began.started());
      case Change.Noted _ -> {}
      case Change.Judged judged -> judge(judged.scheduled(), judged.verdict());
      case Change.Delivered delivered -> deliver(delivered);
      case Change.Recovered came -> {
        recovered++;
        lastArrival = Math.max(lastArrival, came.arrived());
      }
      case Change.Duplicated duplicate -> {
        if (duplicate.byRetry()) {
          duplicatesByRetry++;
        } else {
          duplicatesByProvider++;
        }
      }
      case Change.Reported reported ->
          reports.merge(reported.report().notice().action(), 1L, Long::sum);
      case Change.Aged aged -> countUndelivered(aged.from(), aged.to());
    }
  }

  private void judge(long scheduled, Verdict verdict) {
    verdicts.merge(verdict, 1L, Long::sum);
    inFlightByTick.computeIfPresent(
        scheduled, (_, probes) -> probes == 1 ? null : Integer.valueOf(probes - 1));
    inFlight--;
  }

  private void deliver(Change.Delivered delivered) {
    judge(delivered.scheduled(), Verdict.DELIVERED);
    countUndelivered(delivered.ages(), delivered.bucket());
    for (int age = delivered.bucket(); age < Ages.COUNT; age++) {
      deliveredWithin[age]++;
    }
    long latency = delivered.arrived() - delivered.scheduled();
    if (latency < 0) {
      negativeLatencies++;
    } else {
      latencySum += latency;
    }
    lastArrival = Math.max(lastArrival, delivered.arrived());
  }

  private void countUndelivered(int from, int to) {
    for (int age = from; age < to; age++) {
      undeliveredAt[age]++;
    }
  }

  long inFlight() {
    return inFlight;
  }

  RouteAccount account(Route route) {
    return new RouteAccount(
        route,
        opened,
        verdicts,
        inFlight,
        inFlightByTick.isEmpty()
            ? Optional.empty()
            : Optional.of(Micros.instant(inFlightByTick.firstKey())),
        recovered,
        duplicatesByRetry,
        duplicatesByProvider,
        reports,
        boxed(deliveredWithin),
        boxed(undeliveredAt),
        verdicts.getOrDefault(Verdict.DELIVERED, 0L),
        Micros.duration(latencySum),
        negativeLatencies,
        lastArrival == Long.MIN_VALUE ? Optional.empty() : Optional.of(Micros.instant(lastArrival)),
        lastAttempt == Long.MIN_VALUE
            ? Optional.empty()
            : Optional.of(Micros.instant(lastAttempt)));
  }

  private static List<Long> boxed(long[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}
