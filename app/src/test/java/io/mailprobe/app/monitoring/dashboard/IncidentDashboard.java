package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Grid.wide;

import java.util.List;

/** What happened, lane below lane, with what Microsoft said beside it: for afterwards. */
final class IncidentDashboard {

  static final String UID = "mailprobe-incident";

  private static final String ISSUE = "mailprobe_service_health_issue";
  private static final String NOT_CONFIGURED =
      "Microsoft told of no issue, or no service_health is configured";

  private IncidentDashboard() {}

  static Dashboard dashboard() {
    return new Dashboard(
        UID,
        "incident",
        "What happened, in which region, from when to when, and how long before Microsoft said so?",
        "now-12h",
        List.of(),
        new Grid()
            .row("From when to when")
            .line(6, wide(24, CommonPanels.state()))
            .line(5, wide(24, CommonPanels.fault()))
            .line(5, wide(24, issues()))
            .line(6, wide(24, alerts()))
            .row("How bad")
            .line(8, wide(12, CommonPanels.latency()), wide(12, turnedAway()))
            .line(8, wide(12, oldest()), wide(12, flow()))
            .row("What Microsoft said, and when we knew")
            .line(6, wide(6, lead()), wide(18, times()))
            .panels());
  }

  private static Panel issues() {
    return Panel.lanes(
            "What Microsoft tells of",
            "Issues in Microsoft's service health, as long as they are open. Good is none. The"
                + " time between a lane above and the one here is how much earlier you knew.")
        .query(
            Queries.max("issue_id, feature", ISSUE + "{" + Queries.REGION_IF_ANY + "}"),
            "{{issue_id}} {{feature}}")
        .words(Wording.ISSUE)
        .empty(NOT_CONFIGURED);
  }

  private static Panel alerts() {
    return Panel.lanes(
            "Alerts",
            "When each alert fired, by region. Good is none. The first that fired is the one whose"
                + " detection time counts; runbooks are in docs/runbooks.")
        .query(
            Queries.max("alertname, region", Queries.firing("critical|warning", Queries.REGION)),
            "{{alertname}} {{region}}")
        .query(
            Queries.max("alertname", Queries.firing("critical|warning", "region=\"\"")),
            "{{alertname}}")
        .words(Wording.FIRING)
        .empty("no alert fired in this time");
  }

  private static Panel turnedAway() {
    return Panel.lines(
            "Sessions turned away",
            "The share of the latest sessions that ended deferred, closed or timed_out. Good is near"
                + " 0. Click for who said what.")
        .query(Queries.turnedAway("region"), "{{region}}")
        .unit("percentunit")
        .max(1)
        .link(
            Link.to(DeferralsDashboard.UID, "Deferrals").with("region", "${__field.labels.region}"))
        .empty("no session ended in this time: see Sends nothing, in Prober health");
  }

  private static Panel oldest() {
    return Panel.lines(
            "Oldest probe in flight",
            "Age of the oldest probe without a verdict. Good is below the deadline. A straight slope"
                + " begins at the first probe that did not arrive.")
        .query(Queries.oldest("region"), "{{region}}")
        .unit("s")
        .link(Link.toRegion())
        .empty("no prober is scraped: see Prober health");
  }

  private static Panel flow() {
    return Panel.lines(
            "Sent and delivered a minute",
            "Probes opened, and delivered, of each region. Good is both on top of each other."
                + " Delivered above opened is the backlog that drains; the area between is what was"
                + " late.")
        .query(
            Queries.perMinute("region", "mailprobe_probes_opened_total", Queries.MAIL),
            "{{region}} opened")
        .query(
            Queries.perMinute("region", "mailprobe_messages_delivered_total", Queries.MAIL),
            "{{region}} delivered")
        .dashed(".* opened")
        .unit("none")
        .link(Link.toRegion())
        .empty("no prober is scraped: see Prober health");
  }

  private static Panel lead() {
    return Panel.number(
            "We knew earlier by",
            "How much earlier we saw the issue than Microsoft first posted on it; negative where"
                + " later. Good is minutes and more. What we take as ours is trouble worth an alert that"
                + " falls together with the issue.")
        .instant(
            "max by (issue_id) (mailprobe_service_health_issue_lead_seconds{over=\"first_post\","
                + Queries.REGION_IF_ANY
                + "})",
            "{{issue_id}}")
        .signed()
        .unit("s")
        .colours(Steps.of("orange").from(0, "green"))
        .empty("no issue falls together with trouble that we saw");
  }

  private static Panel times() {
    return Panel.table(
            "Issues and their times (UTC)",
            "When each issue began and was resolved as Microsoft says, when it posted first and"
                + " last, when we read of it, and when we saw trouble ourselves. Good is none; else what a"
                + " postmortem begins with.")
        .label(Column.label("Issue", "issue_id"))
        .column(instant("We noticed", "noticed"))
        .column(instant("Began, they say", "started"))
        .column(instant("First post", "first_post"))
        .column(instant("We read of it", "first_seen"))
        .column(instant("Last post", "last_post"))
        .column(instant("Resolved", "resolved"))
        .sorted("Issue", false)
        .unit("none")
        .empty(NOT_CONFIGURED);
  }

  private static Column instant(String title, String which) {
    return Column.of(
            title,
            "1000 * min by (issue_id) ("
                + ISSUE
                + "_"
                + which
                + "_timestamp_seconds{"
                + Queries.REGION_IF_ANY
                + "})")
        .unit("dateTimeAsIso");
  }
}
