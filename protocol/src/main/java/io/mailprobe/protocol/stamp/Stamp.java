package io.mailprobe.protocol.stamp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * What a probe's message says of itself, in the header {@value #HEADER}. Instants are UTC with
 * microseconds. The scheduled instant never changes; a retry is stamped anew with its own attempt.
 *
 * @param id the probe
 * @param route the route's name
 * @param region where the prober runs
 * @param prober the prober that owns the probe and waits for its arrival
 * @param sequence counts the probes of a route from 1
 * @param scheduled the probe's tick: latency is measured from here
 * @param firstAttempt when the first attempt began
 * @param thisAttempt when the attempt that carries this stamp began
 * @param attempt counts the attempts of the probe from 1
 */
public record Stamp(
    ProbeId id,
    String route,
    String region,
    String prober,
    long sequence,
    Instant scheduled,
    Instant firstAttempt,
    Instant thisAttempt,
    int attempt) {

  /** The name of the header that carries the stamp. */
  public static final String HEADER = "X-Mailprobe";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public Stamp {
    requireName("route", route);
    requireName("region", region);
    requireName("prober", prober);
    if (sequence < 1 || attempt < 1) {
      throw new IllegalArgumentException("sequence and attempt count from 1");
    }
    scheduled = scheduled.truncatedTo(ChronoUnit.MICROS);
    firstAttempt = firstAttempt.truncatedTo(ChronoUnit.MICROS);
    thisAttempt = thisAttempt.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Whether a text can name a route, region, prober or key: 1 to 64 letters, digits, dots, dashes
   * and underscores, a letter or digit first.
   */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  private static void requireName(String what, String text) {
    if (!isName(text)) {
      throw new IllegalArgumentException(what + " is not a name: " + text);
    }
  }
}
