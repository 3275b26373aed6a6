package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Grid.wide;

import io.mailprobe.app.monitoring.Thresholds;
import java.util.List;

/**
 * All regions at one glance. What stands before the first heading fits one screen: which region,
 * since when, how bad, whose fault.
 */
final class FleetDashboard {

  static final String UID = "mailprobe-fleet";

  private static final Link REGION =
      Link.to(RegionDashboard.UID, "Region ${__data.fields.Region}")
          .with("region", "${__data.fields.Region}");

  private FleetDashboard() {}

  static Dashboard dashboard() {
    return new Dashboard(
        UID,
        "fleet",
        "Is mail flowing, from each region, right now? If not: which region, since when, how bad, and"
            + " whose fault is it?",
        "now-3h",
        List.of(),
        new Grid()
            .line(6, wide(15, CommonPanels.state()), wide(9, alerts()))
            .line(
                4,
                wide(4, flowing()),
                wide(4, latency()),
                wide(4, inFlight()),
                wide(4, oldest()),
                wide(4, turnedAway()),
                wide(4, budget()))
            .line(7, wide(24, regions()))
            .line(
                7,
                wide(9, CommonPanels.latency()),
                wide(8, CommonPanels.fault()),
                wide(7, CommonPanels.failures()))
            .row("Beside it")
            .line(8, wide(8, flow()), wide(8, late()), wide(8, frontEnds()))
            .line(8, wide(12, naive()), wide(12, whereToGo()))
            .panels());
  }

  private static Panel alerts() {
    return Panel.table(
            "Alerts firing",
            "Alerts of Mailprobe that fire now. Good is none. Each has a runbook of its name in"
                + " docs/runbooks: what it means, how to tell, what to do.")
        .label(Column.label("Severity", "severity").width(80))
        .label(Column.label("Alert", "alertname"))
        .label(Column.label("Region", "region").width(80).link(REGION))
        .column(
            Column.of(
                    "Count",
                    "count by (severity, alertname, region) ("
                        + Queries.firing("critical|warning|info", Queries.REGION_IF_ANY)
                        + ")")
                .width(60))
        .sorted("Severity", false)
        .unit("none")
        .empty("no alert fires");
  }

  private static Panel flowing() {
    return Panel.number(
            "Regions in trouble",
            "How many regions are in another state than flowing. Good is 0. Then the table below"
                + " says which, since when and whose fault.")
        .instant(
            "count(" + Queries.regionState() + " > 0) or count(" + Queries.regionState() + ") * 0",
            "regions")
        .unit("none")
        .colours(Steps.of("green").from(1, "red"))
        .empty("no route was measured: see Prober health");
  }

  private static Panel latency() {
    return Panel.number(
            "Slowest region, $quantile",
            "The highest latency of all regions at quantile $quantile, what is in flight"
                + " counted with its age. Good is well below the deadline, 60 s unless you set another."
                + " In an outage it grows by a second a second.")
        .instant("max(" + Queries.latency("region", Queries.MAIL, "$quantile") + ")", "latency")
        .unit("s")
        .colours(Steps.of("green").from(60, "yellow").from(300, "red"))
        .empty("nothing arrived and nothing is in flight: see Regions");
  }

  private static Panel inFlight() {
    return Panel.number(
            "Probes in flight",
            "Probes sent or waiting to be sent, without a verdict. Good is a few; growth means that"
                + " mail does not arrive. The region's dashboard shows how old they are.")
        .instant("sum(" + Queries.inFlight("region") + ")", "in flight")
        .unit("none")
        .colours(Steps.of("green").from(30, "yellow").from(100, "red"))
        .empty("no prober is scraped: see Prober health");
  }

  private static Panel oldest() {
    return Panel.number(
            "Oldest probe in flight",
            "How long the oldest has been waiting. Good is below the deadline. In an outage it"
                + " grows by a second a second; one old probe alone may be lost.")
        .instant("max(" + Queries.oldest("region") + ")", "oldest")
        .unit("s")
        .colours(Steps.of("green").from(60, "yellow").from(300, "red"))
        .empty("no prober is scraped: see Prober health");
  }

  private static Panel turnedAway() {
    return Panel.number(
            "Largest share turned away",
            "The largest share, over the routes, of the latest SMTP sessions that ended"
                + " deferred, closed or timed_out. Good is near 0; it pages above 25 %. Then see"
                + " Deferrals for who says what.")
        .instant("max(" + Queries.turnedAway("region") + ")", "share")
        .unit("percentunit")
        .max(1)
        .colours(Steps.of("green").from(0.05, "yellow").from(Thresholds.TURNED_AWAY_PAGE, "red"))
        .link(Link.to(DeferralsDashboard.UID, "Deferrals").keeping("region"))
        .empty("no session ended lately: see Sends nothing, in Prober health");
  }

  private static Panel budget() {
    return Panel.number(
            "Least budget left",
            "What is left, on the worst route, of the late probes that the objective allows in"
                + " thirty days. Good is above a half; at nothing the objective is missed. See SLO for"
                + " what used it up.")
        .instant("clamp_min(min(" + Queries.budgetLeft("region, route") + "), 0)", "left")
        .unit("percentunit")
        .max(1)
        .colours(Steps.of("red").from(0.1, "yellow").from(0.5, "green"))
        .link(Link.to(SloDashboard.UID, "SLO").keeping("region"))
        .empty("no probe was due yet: it takes five minutes from the first one on");
  }

  private static Panel regions() {
    return Panel.table(
            "Regions",
            "A row a region: its state; since when it is not well (if that was before the time shown,"
                + " For is all of it); whom that points at, by control path, feed and failed sessions"
                + " (docs/blame.md); how bad. Good is flowing and nobody in each row. Click on a"
                + " region for its dashboard.")
        .label(Column.label("Region", "region").link(REGION).width(90))
        .column(Column.of("State", Queries.regionState()).words(Wording.STATE).width(115))
        .column(Column.of("Points at", Queries.fault()).words(Wording.FAULT).width(190))
        .column(Column.of("Since (UTC)", Queries.troubleSince()).unit("dateTimeAsIso").width(160))
        .column(
            Column.of("For", Queries.troubleFor())
                .unit("s")
                .decimals(0)
                .colours(Steps.of("transparent").from(1, "orange").from(300, "red")))
        .column(
            Column.of("p50", Queries.latency("region", Queries.MAIL, "0.5")).unit("s").decimals(1))
        .column(
            Column.of("p99", Queries.latency("region", Queries.MAIL, "0.99"))
                .unit("s")
                .decimals(1)
                .colours(Steps.of("transparent").from(60, "orange").from(300, "red")))
        .column(
            Column.of("Late", Queries.lateRatio("region"))
                .unit("percentunit")
                .decimals(0)
                .colours(
                    Steps.of("transparent")
                        .from(0.01, "yellow")
                        .from(Thresholds.LATE_STATE, "red")))
        .column(
            Column.of("Turned away", Queries.turnedAway("region"))
                .unit("percentunit")
                .decimals(0)
                .colours(
                    Steps.of("transparent")
                        .from(0.05, "yellow")
                        .from(Thresholds.TURNED_AWAY_PAGE, "red")))
        .column(
            Column.of("Oldest in flight", Queries.oldest("region"))
                .unit("s")
                .decimals(0)
                .colours(Steps.of("transparent").from(60, "orange").from(300, "red")))
        .column(
            Column.of("Nothing arrived for", Queries.silence("region", Queries.MAIL))
                .unit("s")
                .decimals(0)
                .colours(Steps.of("transparent").from(120, "orange").from(300, "red")))
        .column(
            Column.of("Control path", Queries.state("region", Queries.CONTROL))
                .words(Wording.STATE)
                .width(115))
        .column(
            Column.of(
                    "Prober",
                    Queries.max(
                        "region", "up{job=\"mailprobe\",role=\"prober\"," + Queries.REGION + "}"))
                .words(Wording.UP)
                .width(70))
        .sorted("State", true)
        .unit("none")
        .empty("no region is measured: no prober is scraped, see Prober health");
  }

  private static Panel flow() {
    return Panel.lines(
            "Probes and arrivals a minute",
            "Opened by the schedule, accepted by a server, arrived. Good is three lines on top"
                + " of each other. Opened above accepted: turned away. Accepted above arrived: held"
                + " back. Arrived above both: a backlog drains.")
        .query(
            "sum("
                + Queries.perMinute("region", "mailprobe_probes_opened_total", Queries.MAIL)
                + ")",
            "opened")
        .query(
            "sum("
                + Queries.perMinute("region", "mailprobe_messages_accepted_total", Queries.MAIL)
                + ")",
            "accepted")
        .query(
            "sum("
                + Queries.perMinute(
                    "region", "mailprobe_end_to_end_latency_seconds_count", Queries.MAIL)
                + ")",
            "arrived")
        .unit("none")
        .empty("no prober is scraped: see Prober health");
  }

  private static Panel late() {
    return Panel.lines(
            "Late probes",
            "The share of probes that reached their route's deadline without having arrived,"
                + " over 5 min, the worst route of each region. The line is the objective: 99 % in"
                + " time. Good is below it; above, see SLO for how long it may last.")
        .query(Queries.lateRatio("region"), "{{region}}")
        .unit("percentunit")
        .max(1)
        .colours(Steps.of("green").from(0.01, "red"))
        .drawn()
        .link(Link.toRegion())
        .empty("no probe reached its deadline or arrived in this time");
  }

  private static Panel frontEnds() {
    return Panel.lines(
            "Front ends refusing",
            "The share of the front ends that a canary visits that turned its latest session away."
                + " Good is none. It rises before mail is late: then see Deferrals for the forests.")
        .query(
            Queries.max(
                "region", "route:mailprobe_front_ends_refusing:ratio{" + Queries.CANARIES + "}"),
            "{{region}}")
        .unit("percentunit")
        .max(1)
        .link(
            Link.to(DeferralsDashboard.UID, "Deferrals").with("region", "${__field.labels.region}"))
        .empty("no canary is configured, or its prober is gone");
  }

  private static Panel naive() {
    return Panel.lines(
            "Latency of what has arrived, beside the above",
            "What most tools show, dashed: the quantile of arrivals alone. In an outage it stays"
                + " low and then ends, since nothing arrives. Solid, with what is in flight. Good is both"
                + " on top of each other; believe the solid one.")
        .query(Queries.latency("region", Queries.MAIL, "$quantile"), "{{region}}")
        .query(
            Queries.quantile("region", "mailprobe_end_to_end_latency_seconds", Queries.MAIL),
            "{{region}} arrivals alone")
        .dashed(".* arrivals alone")
        .unit("s")
        .empty("nothing arrived and nothing is in flight in this time");
  }

  private static Panel whereToGo() {
    return Panel.text(
        "Where to go",
        "Which dashboard answers what. The menu Mailprobe at the top leads to the same, and keeps the"
            + " time and what is chosen.",
        """
        | question | dashboard |
        | --- | --- |
        | What happens in one region? | [Region](/d/mailprobe-region) |
        | Who refuses, where and with which words? | [Deferrals](/d/mailprobe-deferrals) |
        | Where does the time go? | [Hops](/d/mailprobe-hops) |
        | How much of what we promised is used up? | [SLO](/d/mailprobe-slo) |
        | Can these numbers be believed? | [Prober health](/d/mailprobe-health) |
        | What happened, and what did Microsoft say when? | [Incident](/d/mailprobe-incident) |
        """);
  }
}
