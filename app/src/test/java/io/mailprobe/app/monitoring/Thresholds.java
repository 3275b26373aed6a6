package io.mailprobe.app.monitoring;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Thresholds, windows and the objective: what rules and dashboards are written with, and the one
 * place to change them. {@code ./dev monitoring --write} carries a change into the rules.
 */
public final class Thresholds {

  /** The share of all probes that is to arrive by the deadline of its route. */
  public static final String OBJECTIVE = "0.99";

  /** The share of sessions turned away from which it wakes somebody. */
  public static final double TURNED_AWAY_PAGE = 0.25;

  /** The share of late probes from which a route's state is called late. */
  public static final double LATE_STATE = 0.1;

  /** How long a feed may not have been read before its prober is called deaf. */
  public static final int FEED_DEAF_SECONDS = 40;

  /** How far a clock may be off. */
  public static final int CLOCK_OFFSET_SECONDS = 1;

  /** How long before its end a certificate is told of. */
  public static final int CERTIFICATE_WARNING_DAYS = 14;

  /** How long before its end a token is too short. */
  public static final int TOKEN_SHORT_SECONDS = 900;

  private static final String CRITICAL = "critical";
  private static final String WARNING = "warning";

  /**
   * Where more than so much of what the objective allows is used up.
   *
   * @param rate how many times faster than allowed
   * @param longWindow the time that says that it matters
   * @param shortWindow the time that says that it still goes on
   * @param probes how many late probes it takes, however short the history is
   * @param severity what it is to whoever is on duty
   * @param keep how long it fires on: after an outage the long window is full for hours, and a few
   *     stragglers in the short one would end and begin it again and again
   */
  private record Burn(
      String rate,
      String longWindow,
      String shortWindow,
      int probes,
      String severity,
      String keep) {

    Map<String, String> values() {
      BigDecimal allowed = BigDecimal.ONE.subtract(new BigDecimal(OBJECTIVE));
      return Map.of(
          "share",
          number(new BigDecimal(rate).multiply(allowed)),
          "long_window",
          longWindow,
          "short_window",
          shortWindow,
          "probes",
          Integer.toString(probes),
          "severity",
          severity,
          "keep",
          keep);
    }
  }

  private static final List<Burn> BURNS =
      List.of(
          new Burn("14.4", "30m", "2m", 6, CRITICAL, "10m"),
          new Burn("14.4", "1h", "5m", 6, CRITICAL, "15m"),
          new Burn("6", "6h", "30m", 10, CRITICAL, "10m"),
          new Burn("3", "1d", "2h", 12, WARNING, "1h"),
          new Burn("1", "3d", "6h", 12, WARNING, "2h"));

  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("objective", OBJECTIVE),

          // MailProbeFlowStopped, MailProbeNotSending: silence, and how many probes it takes.
          Map.entry("stopped.seconds", "60"),
          Map.entry("stopped.intervals", "3"),
          Map.entry("stopped.most_deadline_seconds", "300"),
          Map.entry("stopped.probes", "3"),

          // MailProbeMailLate: half of a few, or much of a dozen. The dashboard's state is sooner.
          Map.entry("late.half", "0.5"),
          Map.entry("late.probes", "3"),
          Map.entry("slow.share", "0.75"),
          Map.entry("slow.probes", "3"),
          Map.entry("slow.probes_together", "5"),
          Map.entry("late.much", "0.3333"),
          Map.entry("late.much_probes", "5"),
          Map.entry("late.state", Double.toString(LATE_STATE)),

          // MailProbeDeferralRateHigh: a share, and so many standard deviations (of 0.3 times the
          // root of the number) over what chance makes of one in ten. With 1.7, five and a half:
          // once in ten years at 10 s, where one session in ten is turned away all the time.
          Map.entry("turned_away.page", Double.toString(TURNED_AWAY_PAGE)),
          Map.entry("turned_away.chance", "0.1"),
          Map.entry("turned_away.deviations", "1.7"),
          // MailProbeDeferralRateElevated.
          Map.entry("turned_away.elevated", "0.05"),
          Map.entry("turned_away.elevated_sessions", "5"),

          // MailProbeFrontEndsRefusing: shares of a canary's front ends.
          Map.entry("front_ends.most", "0.75"),
          Map.entry("front_ends.half", "0.5"),
          Map.entry("front_ends.some", "0.1"),

          // How many it takes.
          Map.entry("stuck.probes", "3"),
          Map.entry("duplicates.probes", "3"),
          Map.entry("auth.sessions", "3"),
          Map.entry("auth.share", "0.25"),
          Map.entry("own_fault.sessions", "5"),
          Map.entry("own_fault.share", "0.05"),

          // MailProbeLatencyBudgetBurn goes on with so many late ones in the short window, or with
          // such a part of them where few are due.
          Map.entry("burn.still_probes", "4"),
          Map.entry("burn.still_part", "6"),

          // Our own parts.
          Map.entry("control.intervals", "1.5"),
          Map.entry("feed.deaf_seconds", Integer.toString(FEED_DEAF_SECONDS)),
          Map.entry("clock.offset_seconds", Integer.toString(CLOCK_OFFSET_SECONDS)),
          Map.entry("clock.uncertainty_seconds", "0.5"),
          Map.entry("token.short_seconds", Integer.toString(TOKEN_SHORT_SECONDS)),
          Map.entry("certificate.page_days", "2"),
          Map.entry("certificate.warning_days", Integer.toString(CERTIFICATE_WARNING_DAYS)));

  private static final Map<String, List<Map<String, String>>> LISTS =
      Map.of(
          "turned_away.windows", windows("2m", "10m", "15m", "1h", "6h"),
          "late.windows", windows("1m", "2m", "3m30s", "10m"),
          "burn.windows", windows("5m", "30m", "1h", "2h", "6h", "1d", "3d"),
          "burn.rates", BURNS.stream().map(Burn::values).toList());

  private Thresholds() {}

  /** How many times too fast what the objective allows may be used up, from the least on. */
  public static List<Double> burnRates() {
    return BURNS.stream().map(burn -> Double.valueOf(burn.rate())).distinct().sorted().toList();
  }

  /** What stands for each name in the rules. */
  static Map<String, String> values() {
    return VALUES;
  }

  /** What is repeated in the rules, and with which values each time. */
  static Map<String, List<Map<String, String>>> lists() {
    return LISTS;
  }

  /** An element that is one value and no more has an empty name. */
  private static List<Map<String, String>> windows(String... windows) {
    return Stream.of(windows).map(window -> Map.of("", window)).toList();
  }

  private static String number(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
