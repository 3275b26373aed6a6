package io.mailprobe.prober.account;

import io.mailprobe.prober.account.Change.Aged;
import io.mailprobe.prober.account.Change.Began;
import io.mailprobe.prober.account.Change.Delivered;
import io.mailprobe.prober.account.Change.Duplicated;
import io.mailprobe.prober.account.Change.Held;
import io.mailprobe.prober.account.Change.Judged;
import io.mailprobe.prober.account.Change.Noted;
import io.mailprobe.prober.account.Change.Opened;
import io.mailprobe.prober.account.Change.Recovered;
import io.mailprobe.prober.account.Change.Reported;
import io.mailprobe.prober.account.Change.Stepped;
import io.mailprobe.protocol.report.Action;
import java.util.ArrayList;
import java.util.List;

/**
 * What a change does to one of the numbers that a route keeps for ever: adds to it, or moves the
 * newest instant on. Disk and memory take the same tallies, so that the numbers of both agree, and
 * neither needs the probes that made them.
 *
 * @param name names the number among those of its route
 * @param amount what is added, or the instant
 * @param newest whether it is an instant, of which the newest counts
 */
record Tally(String name, long amount, boolean newest) {

  static final String OPENED = "opened";
  static final String SEQUENCE = "sequence";
  static final String RECOVERED = "recovered";
  static final String DUPLICATES_BY_RETRY = "duplicates_by_retry";
  static final String DUPLICATES_BY_PROVIDER = "duplicates_by_provider";
  static final String RECEIVER_CAUSED = "receiver_caused";
  static final String LATENCIES = "latencies";
  static final String NEGATIVE_LATENCIES = "negative_latencies";
  static final String LAST_ARRIVAL = "last_arrival";
  static final String LAST_ATTEMPT = "last_attempt";

  /** Probes with a verdict. */
  static String of(Verdict verdict) {
    return verdict.label();
  }

  /** Delivery reports that say so. */
  static String reported(Action action) {
    return "reported_" + action.label();
  }

  /** Probes that reached an age undelivered, by its place in the list of bounds. */
  static String undeliveredAt(int age) {
    return "undelivered_" + age;
  }

  /** Probes delivered of which this bound is the first that counts them as such. */
  static String deliveredFrom(int age) {
    return "delivered_from_" + age;
  }

  static List<Tally> of(Change change) {
    return switch (change) {
      case Opened opened -> List.of(add(OPENED, 1), newest(LAST_ATTEMPT, opened.started()));
      case Began began -> List.of(newest(LAST_ATTEMPT, began.started()));
      case Noted _, Stepped _ -> List.of();
      case Judged judged -> List.of(add(of(judged.verdict()), 1));
      case Delivered delivered -> delivered(delivered);
      case Recovered came -> List.of(add(RECOVERED, 1), newest(LAST_ARRIVAL, came.arrived()));
      case Duplicated duplicate ->
          List.of(add(duplicate.byRetry() ? DUPLICATES_BY_RETRY : DUPLICATES_BY_PROVIDER, 1));
      case Reported reported -> List.of(add(reported(reported.report().notice().action()), 1));
      case Held _ -> List.of(add(RECEIVER_CAUSED, 1));
      case Aged aged -> undelivered(aged.from(), aged.to());
    };
  }

  private static List<Tally> delivered(Delivered delivered) {
    long latency = delivered.arrived() - delivered.due();
    List<Tally> tallies = new ArrayList<>(undelivered(delivered.ages(), delivered.bucket()));
    tallies.add(add(of(Verdict.DELIVERED), 1));
    tallies.add(add(deliveredFrom(delivered.bucket()), 1));
    tallies.add(latency < 0 ? add(NEGATIVE_LATENCIES, 1) : add(LATENCIES, latency));
    tallies.add(newest(LAST_ARRIVAL, delivered.arrived()));
    return tallies;
  }

  private static List<Tally> undelivered(int from, int to) {
    List<Tally> tallies = new ArrayList<>();
    for (int age = from; age < to; age++) {
      tallies.add(add(undeliveredAt(age), 1));
    }
    return tallies;
  }

  private static Tally add(String name, long amount) {
    return new Tally(name, amount, false);
  }

  private static Tally newest(String name, long instant) {
    return new Tally(name, instant, true);
  }

  /** Two of the same number in one. */
  Tally and(Tally other) {
    long both = newest ? Math.max(amount, other.amount()) : amount + other.amount();
    return new Tally(name, both, newest);
  }
}
