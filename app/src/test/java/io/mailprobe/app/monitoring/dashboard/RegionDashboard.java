package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Grid.wide;

import java.util.List;

/** One region, route by route: how late, how many wait, and where the time goes. */
final class RegionDashboard {

  static final String UID = "mailprobe-region";

  private static final String ROUTE = Queries.MAIL;
  private static final String WHERE = "{{region}}";

  private RegionDashboard() {}

  static Dashboard dashboard() {
    return new Dashboard(
        UID,
        "region",
        "What happens in a region, route by route: how late is mail, what is waiting and for how"
            + " long, and is it our own fault?",
        "now-3h",
        List.of(
            Frame.labelValues(
                "phase",
                "Phase",
                "mailprobe_smtp_phase_duration_seconds_count{region=~\"$region\"}",
                "phase")),
        new Grid()
            .row("Now")
            .line(7, wide(12, state()), wide(12, CommonPanels.fault()))
            .rowForEach("route", "Route $route")
            .line(9, wide(12, latency()), wide(12, heatmap()))
            .line(8, wide(8, waiting()), wide(8, ages()), wide(8, late()))
            .line(8, wide(8, flow()), wide(8, outcomes()), wide(8, phases()))
            .row("Is it our own fault?")
            .line(8, wide(8, control()), wide(8, CommonPanels.failures()), wide(8, receiver()))
            .panels());
  }

  private static Panel state() {
    return Panel.lanes(
            "State by route",
            "The worst that holds of each route: flowing, late, turned away, stopped, not"
                + " measured. Good is flowing all along. One path alone in trouble says which side: what"
                + " mailboxes submit, or what the internet hands in.")
        .query(Queries.state("region, route", Queries.REGION), "{{region}} {{route}}")
        .words(Wording.STATE)
        .link(Link.PAGE)
        .empty("no route was measured in this time: see Prober health");
  }

  private static Panel latency() {
    return Panel.lines(
            "Latency with what is in flight: $route",
            "From a probe's tick to its arrival, over 5 min, at three quantiles. Probes in flight"
                + " count with their age, so that the lines rise during an outage. Dashed: the deadline."
                + " Good is all below it. p99 alone above: some mail is stuck; all: everything is late.")
        .query(
            "max by (quantile) (route:mailprobe_latency_seconds:censored5m{" + ROUTE + "})",
            "{{quantile}}")
        .query("max(mailprobe_route_deadline_seconds{" + ROUTE + "})", "deadline")
        .dashed("deadline")
        .unit("s")
        .link(Link.to(HopsDashboard.UID, "Hops").keeping("region").keeping("route"), Link.PAGE)
        .empty("nothing arrived and nothing is in flight in this time: see State by route");
  }

  private static Panel heatmap() {
    return Panel.heatmap(
            "Arrivals by latency: $route",
            "Each column the arrivals of that time, by how long they took; dots are single"
                + " probes: click on one for its page, with all that is known of it. Good is one dark band"
                + " low down. A band high up and later is a backlog that drains. What has not arrived is"
                + " not in here.")
        .buckets(
            Queries.sum(
                "le", Queries.increase("mailprobe_end_to_end_latency_seconds_bucket", ROUTE)))
        .unit("none")
        .empty("nothing arrived in this time: see In flight");
  }

  private static Panel waiting() {
    return Panel.lines(
            "In flight: $route",
            "Age of the oldest probe without a verdict; dashed, on the right, how many there"
                + " are. Good is an age below the deadline. Both growing: mail does not arrive. Age alone:"
                + " one probe may be lost.")
        .query(Queries.max("region", "mailprobe_inflight_oldest_age_seconds{" + ROUTE + "}"), WHERE)
        .query(
            Queries.sum("region", "mailprobe_inflight_messages{" + ROUTE + "}"), WHERE + " count")
        .unit("s")
        .dashed(".* count")
        .count(".* count")
        .link(Link.PAGE)
        .empty("no prober is scraped: see Prober health");
  }

  private static Panel ages() {
    return Panel.bars(
            "Still undelivered past an age: $route",
            "Probes that reached these ages without having arrived, when they did. Good is none"
                + " past the deadline. Rising from the left to the right of the list: it gets worse.")
        .query(
            Queries.sum(
                    "age",
                    Queries.increase(
                        "mailprobe_undelivered_age_total",
                        ROUTE + ",age=~\"(60|120|300|900|3600).0\""))
                + " > 0",
            "past {{age}} s")
        .unit("none")
        .empty("no probe grew older than a minute in this time, or no prober is scraped");
  }

  private static Panel late() {
    return Panel.lines(
            "Late probes: $route",
            "The share of probes that reached the deadline without having arrived, over 5 min. The"
                + " line is the objective: 99 % in time. Good is below it. Above it for long, see SLO.")
        .query(Queries.lateRatio("region"), WHERE)
        .unit("percentunit")
        .max(1)
        .colours(Steps.of("green").from(0.01, "red"))
        .drawn()
        .link(Link.to(SloDashboard.UID, "SLO").keeping("region").keeping("route"))
        .empty("no probe reached its deadline or arrived in this time");
  }

  private static Panel flow() {
    return Panel.lines(
            "Sent and arrived a minute: $route",
            "Opened by the schedule, accepted by a server, arrived. Good is three lines on top of"
                + " each other. Opened above accepted: turned away. Accepted above arrived: held back."
                + " Arrived above both: a backlog drains.")
        .query(
            Queries.perMinute("region", "mailprobe_probes_opened_total", ROUTE), WHERE + " opened")
        .query(
            Queries.perMinute("region", "mailprobe_messages_accepted_total", ROUTE),
            WHERE + " accepted")
        .query(
            Queries.perMinute("region", "mailprobe_end_to_end_latency_seconds_count", ROUTE),
            WHERE + " arrived")
        .unit("none")
        .empty("no prober is scraped: see Prober health");
  }

  private static Panel outcomes() {
    return Panel.lines(
            "Sessions by outcome: $route",
            "Every SMTP session of probes once. deferred, closed and timed_out are how Exchange"
                + " Online turns mail away; the names that end in failed are at least as often our own"
                + " fault. Good is accepted alone. Click for who says what.")
        .query(
            Queries.sum("outcome", Queries.increase("mailprobe_sessions_total", ROUTE)) + " > 0",
            "{{outcome}}")
        .unit("none")
        .link(Link.to(DeferralsDashboard.UID, "Deferrals").keeping("region"))
        .empty("no session ended in this time: see Sends nothing, in Prober health");
  }

  private static Panel phases() {
    return Panel.lines(
            "Submission by phase: $route",
            "Where the time of a submission goes, phase by phase, half of the sessions. Good is"
                + " fractions of a second. banner: the front end is slow to greet; end_of_data: it is slow"
                + " to take mail; connect: the network.")
        .query(
            Queries.quantile(
                "0.5",
                "phase",
                "mailprobe_smtp_phase_duration_seconds",
                ROUTE + ",phase=~\"$phase\""),
            "{{phase}}")
        .stacked()
        .unit("s")
        .empty("no session came so far in this time: see Sessions by outcome");
  }

  private static Panel control() {
    return Panel.lines(
            "Control path: latency",
            "Probes that go straight to our receiver, past Exchange Online, at quantile $quantile."
                + " Good is below a second. If this rises with the mail's latency, it is our receiver or"
                + " network.")
        .query(
            Queries.latency("region, route", Queries.CONTROL, "$quantile"), "{{region}} {{route}}")
        .unit("s")
        .empty("no control route is configured, or its prober is gone");
  }

  private static Panel receiver() {
    return Panel.bars(
            "Probes that our receiver may have made late",
            "Probes that were on their way while our receiver was down or put mail off, and lost"
                + " time by it at the most. Good is none; as many as are late says that it was us.")
        .query(
            Queries.sum(
                "region, route",
                Queries.increase("mailprobe_messages_receiver_caused_total", ROUTE)),
            "{{region}} {{route}}")
        .unit("none")
        .empty("no prober is scraped: see Prober health");
  }
}
