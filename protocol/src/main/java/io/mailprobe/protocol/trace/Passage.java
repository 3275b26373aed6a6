package io.mailprobe.protocol.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way of one message from the beginning of its attempt to its arrival. Every server writes by
 * its own clock, and most write whole seconds: a difference that those explain is no delay, and one
 * that they do not is shown, negative or not.
 *
 * @param hops in the order of the way
 * @param legs the same by stages
 */
public record Passage(List<Hop> hops, List<Leg> legs) {

  public Passage {
    hops = List.copyOf(hops);
    legs = List.copyOf(legs);
  }

  /**
   * The two ends of the way, by one clock.
   *
   * @param sent when the attempt began; empty where the message does not say
   * @param taken when our receiver read MAIL
   * @param arrived when it read the final dot
   */
  public record Ends(Optional<Instant> sent, Instant taken, Instant arrived) {}

  /** The way that a trace tells between its ends. */
  public static Passage of(Trace trace, Ends ends) {
    List<Hop> hops = new HopCounter(trace, ends).hops();
    return new Passage(hops, legs(hops));
  }

  /** How many hops ended before they began. */
  public long negativeHops() {
    return hops.stream().filter(Hop::isNegative).count();
  }

  private static List<Leg> legs(List<Hop> hops) {
    List<Leg> legs = new ArrayList<>();
    for (Hop hop : hops) {
      if (hop.delay().isEmpty()) {
        continue;
      }
      boolean goesOn = !legs.isEmpty() && legs.getLast().stage() == hop.stage();
      Duration before = goesOn ? legs.removeLast().took() : Duration.ZERO;
      Duration took = before.plus(hop.delay().get());
      legs.add(new Leg(hop.stage(), took, !took.isNegative()));
    }
    return judge(legs);
  }

  private static List<Leg> judge(List<Leg> legs) {
    List<Leg> judged = new ArrayList<>();
    for (int i = 0; i < legs.size(); i++) {
      Leg leg = legs.get(i);
      boolean explained =
          (i > 0 && explains(legs.get(i - 1), leg))
              || (i + 1 < legs.size() && explains(legs.get(i + 1), leg));
      judged.add(new Leg(leg.stage(), leg.took(), leg.trusted() && !explained));
    }
    return judged;
  }

  /** A clock that is off takes from one side what it gives to the other. */
  private static boolean explains(Leg negative, Leg leg) {
    return negative.took().isNegative() && negative.took().negated().compareTo(leg.took()) <= 0;
  }
}
