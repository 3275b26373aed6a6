package io.mailprobe.app.monitoring.dashboard;

import io.mailprobe.app.monitoring.Thresholds;

/**
 * What dashboards ask Prometheus: the words that their queries are made of, each in one place. What
 * the rules record is asked for by its name, never calculated anew.
 */
public final class Queries {

  /** The region chosen. */
  static final String REGION = "region=~\"$region\"";

  /** The same where a series may have no region: a receiver's, or one of all regions. */
  static final String REGION_IF_ANY = "region=~\"$region|\"";

  /** The routes chosen that pass Exchange Online. */
  static final String MAIL = REGION + ",route=~\"$route\",path!=\"control\"";

  /** Canaries have names of their own for routes. */
  static final String CANARIES = REGION + ",path!=\"control\"";

  static final String CONTROL = REGION + ",path=\"control\"";

  /** Sessions of probes, without canaries'. */
  private static final String SUBMITTED = MAIL + ",purpose=\"submit\"";

  /** A time long enough for a quantile of what comes once a minute. */
  private static final String QUANTILE_WINDOW = "[10m]";

  private static final String BY_REGION = "region";
  private static final String BY_ROUTE = "region, route";

  private Queries() {}

  static String sum(String labels, String expression) {
    return "sum by (" + labels + ") (" + expression + ")";
  }

  static String max(String labels, String expression) {
    return "max by (" + labels + ") (" + expression + ")";
  }

  static String min(String labels, String expression) {
    return "min by (" + labels + ") (" + expression + ")";
  }

  /** A counter's growth between two points of the graph. */
  static String increase(String counter, String matchers) {
    return "increase(" + counter + "{" + matchers + "}[$__rate_interval])";
  }

  /** A counter's growth in the whole time shown. */
  static String inRange(String counter, String matchers) {
    return "increase(" + counter + "{" + matchers + "}[$__range])";
  }

  /** A counter's growth by the minute. */
  static String perMinute(String labels, String counter, String matchers) {
    return "60 * " + sum(labels, "rate(" + counter + "{" + matchers + "}[$__rate_interval])");
  }

  /** The chosen quantile of a histogram, over long enough. Of what has ended: nothing in flight. */
  static String quantile(String labels, String histogram, String matchers) {
    return quantile("$quantile", labels, histogram, matchers);
  }

  /** A quantile of a histogram, over long enough. */
  static String quantile(String quantile, String labels, String histogram, String matchers) {
    return "histogram_quantile("
        + quantile
        + ", "
        + sum(
            labels.isEmpty() ? "le" : labels + ", le",
            "rate(" + histogram + "_bucket{" + matchers + "}" + QUANTILE_WINDOW + ")")
        + ")";
  }

  /** The latency, with what is in flight in it. */
  static String latency(String labels, String matchers, String quantile) {
    return max(
        labels,
        "route:mailprobe_latency_seconds:censored5m{"
            + matchers
            + ",quantile=\""
            + quantile
            + "\"}");
  }

  /** {@link Wording#STATE}: the worst of the routes. */
  static String state(String labels, String matchers) {
    return max(labels, "route:mailprobe_state:code{" + matchers + "}");
  }

  static String regionState() {
    return state(BY_REGION, MAIL);
  }

  /** Whether something is wrong with a region; its value is the state. */
  private static String trouble() {
    return regionState() + " > 0";
  }

  /** When a region was well last, in Unix time; nothing where it has not been in the time shown. */
  private static String lastWell() {
    return "max_over_time(timestamp(" + regionState() + " == 0)[$__range:1m])";
  }

  /** Since when a region is in trouble, in milliseconds; nothing where it is not. */
  static String troubleSince() {
    return "1000 * (" + lastWell() + ") and on (region) " + trouble();
  }

  /** For how long a region is in trouble: the whole time shown at most. */
  static String troubleFor() {
    return "((time() - "
        + lastWell()
        + ") and on (region) "
        + trouble()
        + ") or ("
        + trouble()
        + ") * 0 + $__range_s or "
        + regionState()
        + " * 0";
  }

  /**
   * {@link Wording#FAULT}: whom a region's trouble points at. What only we can be to blame for
   * comes first: nothing passes Exchange Online on the control path. Then what most failed sessions
   * point at. It is Exchange Online where mail is in trouble and the control path, which proves all
   * that is ours, is not.
   */
  static String fault() {
    String receiver =
        code(
            max(BY_REGION, "route:mailprobe_control_failing:silence_seconds{" + REGION + "}"),
            "our receiver or network");
    String deaf =
        code(
            max(BY_REGION, feedAge(REGION)) + " > " + Thresholds.FEED_DEAF_SECONDS,
            "our receiver or network");
    String unmeasured =
        code(regionState() + " == " + Wording.STATE.number("not measured"), "not measured");
    String proven =
        trouble()
            + " and on (region) "
            + max(BY_REGION, "route:mailprobe_interval_seconds{" + CONTROL + "}");
    return String.join(
        " or ",
        receiver,
        deaf,
        unmeasured,
        pointedAt("credentials", "our credentials"),
        pointedAt("own_rate", "our sending rate"),
        pointedAt("us", "our own set-up"),
        pointedAt("receiver", "our receiver or network"),
        pointedAt("unknown", "cannot tell"),
        code(proven, "Exchange Online"),
        code(trouble(), "cannot tell"),
        code(regionState(), "nobody"));
  }

  /**
   * Where most of the probes' failed sessions point at a party, and those are more than a tenth of
   * all their sessions: one that failed while mail is held says nothing.
   */
  private static String pointedAt(String party, String words) {
    String failures = "mailprobe_session_failures_total{" + SUBMITTED;
    String those = tenMinutes(failures + ",party=\"" + party + "\"}");
    return code(
        those
            + " > 0.5 * "
            + tenMinutes(failures + "}")
            + " and "
            + those
            + " > 0.1 * "
            + tenMinutes("mailprobe_sessions_total{" + SUBMITTED + "}")
            + " and on (region) "
            + trouble(),
        words);
  }

  private static String tenMinutes(String counter) {
    return sum(BY_REGION, "increase(" + counter + "[10m])");
  }

  /** The number for these words wherever something is. */
  private static String code(String something, String words) {
    return "(" + something + ") * 0 + " + Wording.FAULT.number(words);
  }

  /** Of the sessions that failed, those of the control path among them, how many point at whom. */
  static String failuresByParty() {
    return sum("party", increase("mailprobe_session_failures_total", REGION)) + " > 0";
  }

  /** How long ago a prober read its feeds. */
  static String feedAge(String matchers) {
    return "time() - (mailprobe_feed_last_success_timestamp_seconds{" + matchers + "} > 0)";
  }

  static String turnedAway(String labels) {
    return max(labels, "route:mailprobe_turned_away:ratio_window{" + MAIL + "}");
  }

  static String lateRatio(String labels) {
    return max(labels, "route:mailprobe_late:ratio_rate5m{" + MAIL + "}");
  }

  static String inFlight(String labels) {
    return sum(labels, "mailprobe_inflight_messages{" + MAIL + "}");
  }

  static String oldest(String labels) {
    return max(labels, "mailprobe_inflight_oldest_age_seconds{" + MAIL + "}");
  }

  /** How long nothing has arrived. */
  static String silence(String labels, String matchers) {
    return max(labels, "route:mailprobe_silence_seconds{" + matchers + "}");
  }

  /** Refusing replies that we were given. */
  static String replies(String labels, String more) {
    return sum(labels, increase("mailprobe_smtp_replies_total", REPLIES + more)) + " > 0";
  }

  /** The same in the whole time shown; less than half of one is what increase() makes of none. */
  static String repliesInRange(String labels, String more) {
    return sum(labels, inRange("mailprobe_smtp_replies_total", REPLIES + more)) + " > 0.5";
  }

  private static final String REPLIES = "side=\"submit\"," + CANARIES;

  /** The alerts that fire, but for the one that always does. */
  static String firing(String severities, String matchers) {
    return "ALERTS{alertname=~\"MailProbe.+\",alertstate=\"firing\",severity=~\""
        + severities
        + "\","
        + matchers
        + "}";
  }

  /** What the objective leaves to be late. */
  static String allowed() {
    return "scalar(1 - slo:mailprobe_objective:ratio)";
  }

  /** How many times faster than allowed a route's month is used up, by the last so long. */
  static String burnRate(String window) {
    return max(BY_ROUTE, late(window) + " / (" + due(window) + " > 0)") + " / " + allowed();
  }

  /** The part of the last thirty days' probes that were late. */
  static String lateInMonth(String labels) {
    return sum(labels, month("late")) + " / (" + sum(labels, month("due")) + " > 0)";
  }

  /** What is left of what the objective allows in thirty days; below zero where it is overdrawn. */
  static String budgetLeft(String labels) {
    return "1 - " + lateInMonth(labels) + " / " + allowed();
  }

  /** At the speed of the last hour, so many seconds until nothing is left. */
  static String budgetLasts() {
    return "30 * 86400 * clamp_min(" + budgetLeft(BY_ROUTE) + ", 0) / (" + burnRate("1h") + " > 0)";
  }

  private static String late(String window) {
    return "route:mailprobe_late:increase" + window + "{" + MAIL + "}";
  }

  private static String due(String window) {
    return "route:mailprobe_due:increase" + window + "{" + MAIL + "}";
  }

  /** Five minutes at a time, of what is recorded: thirty days of a counter would be slow. */
  private static String month(String what) {
    return "sum_over_time(route:mailprobe_" + what + ":increase5m{" + MAIL + "}[30d:5m])";
  }
}
