package io.mailprobe.prober.account;

import io.mailprobe.prober.Route;
import io.mailprobe.protocol.report.Action;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The numbers of one route, as far as they are on disk. Not thread safe. */
final class RouteBook {

  /** By the name of their tally. */
  private final Map<String, Long> numbers = new HashMap<>();

  /** How many probes are in flight, by their tick as the clock is set now. */
  private final NavigableMap<Long, Integer> inFlightByTick = new TreeMap<>();

  private long inFlight;

  /** Takes up a number that an earlier run has left. */
  void take(String name, long amount) {
    numbers.put(name, amount);
  }

  /** Takes up probes in flight of one tick. */
  void takeInFlight(long scheduled, int probes) {
    inFlightByTick.merge(scheduled, probes, Integer::sum);
    inFlight += probes;
  }

  void apply(Change change) {
    for (Tally tally : Tally.of(change)) {
      numbers.merge(
          tally.name(),
          tally.amount(),
          (before, now) -> tally.newest() ? Math.max(before, now) : before + now);
    }
    switch (change) {
      case Change.Opened opened -> takeInFlight(opened.due(), 1);
      case Change.Judged judged -> settle(judged.due());
      case Change.Delivered delivered -> settle(delivered.due());
      case Change.Stepped stepped -> {
        leave(stepped.from());
        inFlightByTick.merge(stepped.to(), 1, Integer::sum);
      }
      case Change.Began _,
          Change.Noted _,
          Change.Recovered _,
          Change.Duplicated _,
          Change.Reported _,
          Change.Held _,
          Change.Aged _ -> {}
    }
  }

  private void settle(long due) {
    leave(due);
    inFlight--;
  }

  private void leave(long due) {
    inFlightByTick.computeIfPresent(
        due, (_, probes) -> probes == 1 ? null : Integer.valueOf(probes - 1));
  }

  long inFlight() {
    return inFlight;
  }

  private long number(String name) {
    return numbers.getOrDefault(name, 0L);
  }

  RouteAccount account(Route route) {
    Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      verdicts.put(verdict, number(Tally.of(verdict)));
    }
    List<Long> deliveredWithin = new ArrayList<>();
    List<Long> undeliveredAt = new ArrayList<>();
    Map<Action, Long> reports = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      reports.put(action, number(Tally.reported(action)));
    }
    long within = 0;
    for (int age = 0; age < Ages.COUNT; age++) {
      within += number(Tally.deliveredFrom(age));
      deliveredWithin.add(within);
      undeliveredAt.add(number(Tally.undeliveredAt(age)));
    }
    return new RouteAccount(
        route,
        number(Tally.OPENED),
        verdicts,
        inFlight,
        inFlightByTick.isEmpty()
            ? Optional.empty()
            : Optional.of(Micros.instant(inFlightByTick.firstKey())),
        number(Tally.RECOVERED),
        number(Tally.DUPLICATES_BY_RETRY),
        number(Tally.DUPLICATES_BY_PROVIDER),
        reports,
        number(Tally.RECEIVER_CAUSED),
        deliveredWithin,
        undeliveredAt,
        number(Tally.of(Verdict.DELIVERED)),
        Micros.duration(number(Tally.LATENCIES)),
        number(Tally.NEGATIVE_LATENCIES),
        Optional.ofNullable(numbers.get(Tally.LAST_ARRIVAL)).map(Micros::instant),
        Optional.ofNullable(numbers.get(Tally.LAST_ATTEMPT)).map(Micros::instant));
  }
}
