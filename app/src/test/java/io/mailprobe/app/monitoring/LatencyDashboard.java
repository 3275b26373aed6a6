package io.mailprobe.app.monitoring;

import static io.mailprobe.app.monitoring.Json.list;
import static io.mailprobe.app.monitoring.Json.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard "Latency and deferrals", from which {@code grafana/dashboards} is written. General
 * first, then where the time goes, then who refuses, then whether it is our own fault.
 */
final class LatencyDashboard {

  static final String FILE = "grafana/dashboards/mailprobe-latency.json";

  private static final String SELECTED = "region=~\"$region\",route=~\"$route\"";

  /** What passes Exchange Online. */
  private static final String MAIL = SELECTED + ",path!=\"control\"";

  private static final String WHERE = "{{region}} {{route}}";
  private static final String[] ALARM = {"green", "yellow", "orange", "red", "purple"};

  private final List<Map<String, @Nullable Object>> panels = new ArrayList<>();
  private int x;
  private int y;
  private int rowHeight;

  static Map<String, @Nullable Object> json() {
    LatencyDashboard dashboard = new LatencyDashboard();
    dashboard.now();
    dashboard.latency();
    dashboard.deferrals();
    dashboard.frontEnds();
    dashboard.fault();
    return dashboard.frame();
  }

  private void now() {
    row("Now");
    put(
        16,
        8,
        Panel.lanes(
                "State by region and route",
                "The worst that holds: flowing; late (more than a tenth past the deadline); turned"
                    + " away (what MailProbeDeferralRateHigh fires on); stopped (what"
                    + " MailProbeFlowStopped fires on); not measured (the prober is gone or sends"
                    + " nothing). Good is one colour all along. If one region alone leaves it, look"
                    + " at its forests below; if all do at once, look at the control path first.")
            .query("max by (region, route) (route:mailprobe_state:code{" + MAIL + "})", WHERE)
            .unit("none")
            .max(4)
            .words("flowing", "late", "turned away", "stopped", "not measured")
            .colours(ALARM[0], 1, ALARM[1], 2, ALARM[2], 3, ALARM[3], 4, ALARM[4])
            .link("Mailprobe's own page", "${page}/")
            .empty("no route was measured in this time: see Processes"));
    put(
        4,
        4,
        Panel.number("Alerts firing", "Alerts of Mailprobe that fire now. Good is 0.")
            .instant(
                "count(ALERTS{alertname=~\"MailProbe.+\",alertstate=\"firing\",severity=~\"critical|warning\",region=~\"$region|\"})"
                    + " or vector(0)",
                "alerts")
            .unit("none")
            .colours("green", 1, "red")
            .empty("Prometheus did not answer"));
    put(
        4,
        4,
        Panel.number(
                "Largest share turned away",
                "The largest share, over the routes, of the latest SMTP sessions that ended"
                    + " deferred, closed or timed_out. Good is near 0; it pages above 25 %.")
            .instant("max(route:mailprobe_turned_away:ratio_window{" + MAIL + "})", "share")
            .unit("percentunit")
            .max(1)
            .colours("green", 0.05, "yellow", Thresholds.TURNED_AWAY_PAGE, "red")
            .link("Mailprobe's own page", "${page}/")
            .empty("no session ended lately"));
    putBelow(
        16,
        4,
        Panel.number(
                "Probes in flight",
                "Probes sent or waiting to be sent, without a verdict. Good is a few; growth means"
                    + " that mail does not arrive.")
            .instant("sum(mailprobe_inflight_messages{" + MAIL + "})", "in flight")
            .unit("none")
            .colours("green", 30, "yellow", 100, "red")
            .link("Mailprobe's own page", "${page}/")
            .empty("no prober is scraped"));
    putBelow(
        20,
        4,
        Panel.number(
                "Oldest probe in flight",
                "How long the oldest has been waiting. Good is below the deadline. In an outage it"
                    + " grows by a second a second; one probe alone may be lost.")
            .instant("max(mailprobe_inflight_oldest_age_seconds{" + MAIL + "})", "oldest")
            .unit("s")
            .colours("green", 60, "yellow", 300, "red")
            .link("Mailprobe's own page", "${page}/")
            .empty("no prober is scraped"));
    endRow();
  }

  private void latency() {
    row("Latency");
    put(
        12,
        9,
        Panel.lines(
                "Latency with what is in flight, quantile $quantile",
                "From a probe's tick to its arrival, over 5 min. Probes still in flight count with"
                    + " their age, so that the line rises during an outage and not after it."
                    + " Dashed: the deadline. Good is well below it.")
            .query(
                "max by (region, route) (route:mailprobe_latency_seconds:censored5m{"
                    + MAIL
                    + ",quantile=\"$quantile\"})",
                WHERE)
            .query("max(mailprobe_route_deadline_seconds{" + MAIL + "})", "deadline")
            .dashed("deadline")
            .unit("s")
            .link("Mailprobe's own page", "${page}/")
            .empty("nothing arrived and nothing is in flight: see Probes and arrivals"));
    put(
        12,
        9,
        Panel.heatmap(
                "Arrivals by latency",
                "Each column the arrivals of that time, by how long they took; dots are single"
                    + " probes with their id. Good is one dark band low down. A band high up and"
                    + " later is a backlog that drains. What has not arrived is not in here.")
            .buckets(
                "sum by (le) (increase(mailprobe_end_to_end_latency_seconds_bucket{"
                    + MAIL
                    + "}[$__rate_interval]))")
            .unit("none")
            .empty("nothing arrived in this time: see Probes in flight"));
    put(
        8,
        8,
        Panel.lines(
                "Late probes",
                "The share of probes that reached their route's deadline without having arrived,"
                    + " over 5 min. The line is the objective: 99 % in time.")
            .query(
                "max by (region, route) (route:mailprobe_late:ratio_rate5m{" + MAIL + "})", WHERE)
            .unit("percentunit")
            .max(1)
            .colours("green", 0.01, "red")
            .drawn()
            .empty("no probe reached its deadline or arrived in this time"));
    put(
        8,
        8,
        Panel.lines(
                "Probes and arrivals a minute",
                "Opened by the schedule, accepted by a server, arrived. Good is three lines on top"
                    + " of each other. Opened above accepted: turned away. Accepted above arrived:"
                    + " held back. Arrived above both: a backlog drains.")
            .query(
                "60 * sum(rate(mailprobe_probes_opened_total{" + MAIL + "}[$__rate_interval]))",
                "opened")
            .query(
                "60 * sum(rate(mailprobe_messages_accepted_total{" + MAIL + "}[$__rate_interval]))",
                "accepted")
            .query(
                "60 * sum(rate(mailprobe_end_to_end_latency_seconds_count{"
                    + MAIL
                    + "}[$__rate_interval]))",
                "arrived")
            .unit("none")
            .empty("no prober is scraped: see Processes"));
    put(
        8,
        8,
        Panel.lines(
                "Oldest probe in flight, and how many",
                "Age of the oldest probe without a verdict, by route; dashed, how many there are.")
            .query(
                "max by (region, route) (mailprobe_inflight_oldest_age_seconds{" + MAIL + "})",
                WHERE)
            .query(
                "sum by (region, route) (mailprobe_inflight_messages{" + MAIL + "})",
                WHERE + " count")
            .unit("s")
            .dashed(".* count")
            .count(".* count")
            .empty("no prober is scraped: see Processes"));
    endRow();
  }

  private void deferrals() {
    row("Deferrals");
    put(
        12,
        8,
        Panel.bars(
                "Sessions by outcome",
                "Every SMTP session once. deferred, closed and timed_out are Exchange Online's way"
                    + " of turning mail away; dns_failed, connect_failed, tls_failed, auth_failed"
                    + " and token_failed are at least as often our own fault. Good is accepted"
                    + " alone.")
            .query(
                "sum by (outcome) (increase(mailprobe_sessions_total{"
                    + MAIL
                    + "}[$__rate_interval])) > 0",
                "{{outcome}}")
            .unit("none")
            .empty("no session ended in this time: see Processes"));
    put(
        12,
        8,
        Panel.lines(
                "Sessions turned away",
                "The share of about the last dozen sessions that ended deferred, closed or"
                    + " timed_out. The line is where MailProbeDeferralRateHigh fires.")
            .query(
                "max by (region, route) (route:mailprobe_turned_away:ratio_window{" + MAIL + "})",
                WHERE)
            .unit("percentunit")
            .max(1)
            .colours("green", Thresholds.TURNED_AWAY_PAGE, "red")
            .drawn()
            .link("Mailprobe's own page", "${page}/")
            .empty("no session ended in this time: see Processes"));
    put(
        8,
        8,
        Panel.bars(
                "Replies by code",
                "Refusing replies by code, enhanced code and what they mean. 421 4.3.2 is overload;"
                    + " 4.7.500 and 4.7.65x throttle our address; 432 is our own doing. Good is"
                    + " none.")
            .query(replies("code, enhanced_code, reason"), "{{code}} {{enhanced_code}} {{reason}}")
            .unit("none")
            .empty("no reply of class 4 or 5 in this time"));
    put(
        8,
        8,
        Panel.bars(
                "Refusals by phase",
                "How far a session came before it was refused. At the banner: the front end has no"
                    + " capacity. At auth or end_of_data: what stands behind it has none.")
            .query(replies("phase"), "{{phase}}")
            .unit("none")
            .empty("no reply of class 4 or 5 in this time"));
    put(
        8,
        8,
        Panel.bars(
                "Refusals by forest",
                "The forest in the name of the front end that refused. One alone is a fault at"
                    + " one place of theirs; none is written where the name does not tell.")
            .query("topk(10, " + replies("forest") + ")", "{{forest}}")
            .unit("none")
            .empty("no reply of class 4 or 5 in this time"));
    put(
        24,
        8,
        Panel.table(
                "Refusals in this time",
                "All refusing replies in the time shown, by where and how they came: what to send"
                    + " to the vendor.",
                "replies")
            .instant(
                "sum by (region, route, phase, code, enhanced_code, reason, forest, site)"
                    + " (increase(mailprobe_smtp_replies_total{side=\"submit\","
                    + MAIL
                    + "}[$__range])) > 0.5",
                "")
            .unit("none")
            .empty("no reply of class 4 or 5 in this time"));
    endRow();
  }

  private void frontEnds() {
    row("Front ends");
    put(
        12,
        8,
        Panel.lines(
                "Front ends refusing, by forest",
                "The share of the front ends that a canary visits that turned its latest session"
                    + " away. Good is none. This rises before mail is late; one forest alone is a"
                    + " fault at one place of theirs.")
            .query(
                "route_forest:mailprobe_front_ends_refusing:ratio{" + MAIL + "}",
                WHERE + " {{forest}}")
            .unit("percentunit")
            .max(1)
            .colours("green", 0.1, "orange", 0.5, "red")
            .drawn()
            .link("Mailprobe's own page", "${page}/")
            .empty("no canary is configured, or its prober is gone"));
    put(
        12,
        8,
        Panel.table(
                "Front ends not well now",
                "Each front end whose latest session did not go along, by its name and address:"
                    + " what to send to the vendor.",
                "sessions")
            .instant(
                "max by (region, route, forest, name, endpoint, outcome)"
                    + " (mailprobe_canary_front_end_info{outcome!=\"accepted\","
                    + MAIL
                    + "})",
                "")
            .unit("none")
            .empty("each front end that a canary visits goes along"));
    endRow();
  }

  private void fault() {
    row("Is it our own fault?");
    put(
        6,
        8,
        Panel.lines(
                "Control path: latency",
                "Probes that go straight to our receiver, past Exchange Online, at quantile"
                    + " $quantile. Good is below a second. If this rises with the mail's latency,"
                    + " it is our receiver or network.")
            .query(
                "max by (region, route)"
                    + " (route:mailprobe_latency_seconds:censored5m{path=\"control\","
                    + "region=~\"$region\",quantile=\"$quantile\"})",
                WHERE)
            .unit("s")
            .empty("no control route is configured, or its prober is gone"));
    put(
        6,
        8,
        Panel.bars(
                "Receiver",
                "What our receiver took, and what it put off or refused. Deferrals are our own"
                    + " fault; refusals are strangers at port 25.")
            .query("sum(increase(mailprobe_receiver_arrivals_total[$__rate_interval]))", "arrivals")
            .query(
                "sum by (reason) (increase(mailprobe_receiver_deferrals_total[$__rate_interval])) >"
                    + " 0",
                "deferred: {{reason}}")
            .query(
                "sum by (reason) (increase(mailprobe_receiver_refusals_total[$__rate_interval])) >"
                    + " 0",
                "refused: {{reason}}")
            .unit("none")
            .empty("no receiver is scraped"));
    put(
        6,
        8,
        Panel.lines(
                "Feed age",
                "Since when a prober has not read a receiver's arrivals. Above a minute it is deaf:"
                    + " mail may flow and look stopped.")
            .query(
                "max by (instance, feed) (time() -"
                    + " (mailprobe_feed_last_success_timestamp_seconds > 0))",
                "{{instance}} {{feed}}")
            .unit("s")
            .colours("green", 60, "red")
            .drawn()
            .empty("no prober reads a feed: prober and receiver are one process, or none runs"));
    put(
        6,
        8,
        Panel.lanes("Processes", "Whether each process answers Prometheus. Good is up throughout.")
            .query("max by (instance) (up{job=\"mailprobe\"})", "{{instance}}")
            .unit("none")
            .max(1)
            .words("down", "up")
            .colours("red", 1, "green")
            .empty("Prometheus has no target of job mailprobe"));
    endRow();
  }

  private static String replies(String labels) {
    return "sum by ("
        + labels
        + ") (increase(mailprobe_smtp_replies_total{side=\"submit\","
        + MAIL
        + "}[$__rate_interval])) > 0";
  }

  private void row(String title) {
    panels.add(
        object(
            "id",
            panels.size() + 1,
            "type",
            "row",
            "title",
            title,
            "collapsed",
            false,
            "gridPos",
            object("x", 0, "y", y, "w", 24, "h", 1),
            "panels",
            list()));
    y++;
  }

  /** Puts a panel to the right of the one before it, or on a new line. */
  private void put(int width, int height, Panel panel) {
    if (x + width > 24) {
      endRow();
    }
    panels.add(panel.json(panels.size() + 1, x, y, width, height));
    x += width;
    rowHeight = Math.max(rowHeight, height);
  }

  /** Puts a panel in the lower half of a line, under a low one. */
  private void putBelow(int left, int height, Panel panel) {
    panels.add(panel.json(panels.size() + 1, left, y + rowHeight - height, 4, height));
  }

  private void endRow() {
    y += rowHeight;
    x = 0;
    rowHeight = 0;
  }

  private Map<String, @Nullable Object> frame() {
    Map<String, @Nullable Object> json =
        object(
            "uid",
            "mailprobe-latency",
            "title",
            "Mailprobe: latency and deferrals",
            "description",
            "Is mail flowing, from each region, right now; where is the time spent; who refuses;"
                + " and is it our own fault?",
            "tags",
            list("mailprobe"),
            "schemaVersion",
            37,
            "version",
            1,
            "editable",
            false,
            "timezone",
            "utc",
            "graphTooltip",
            1,
            "refresh",
            "30s",
            "time",
            object("from", "now-3h", "to", "now"));
    json.put("links", DashboardFrame.links());
    json.put("annotations", object("list", DashboardFrame.annotations()));
    json.put("templating", object("list", DashboardFrame.variables()));
    json.put("panels", panels);
    return json;
  }
}
