package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Grid.wide;

import java.util.List;

/** Where the time of what arrived went, hop by hop. */
final class HopsDashboard {

  static final String UID = "mailprobe-hops";

  private static final String HOPS = "mailprobe_hop_latency_seconds";
  private static final String NOTHING =
      "nothing arrived in this time, or its headers tell no hops: see the region's In flight";

  private HopsDashboard() {}

  static Dashboard dashboard() {
    return new Dashboard(
        UID,
        "hops",
        "Where does the time go between tick and arrival: before acceptance, at which stage in"
            + " Exchange Online, on the way to us? Of what arrived: nothing in flight is in here.",
        "now-3h",
        List.of(),
        new Grid()
            .row("Stages, by Received fields")
            .line(9, wide(12, median()), wide(12, worst()))
            .line(9, wide(8, share()), wide(8, now()), wide(8, negative()))
            .row("Before and after acceptance")
            .line(8, wide(8, whole()), wide(8, submission()), wide(8, transit()))
            .line(8, wide(12, phases()), wide(12, places()))
            .panels());
  }

  private static Panel median() {
    return Panel.lines(
            "Half of the mail: time by stage",
            "The median time in each stage, on top of each other. Most stamps are whole seconds."
                + " Good is a few seconds in all and no stage that swells; the one that does is where"
                + " mail waits.")
        .query(Queries.quantile("0.5", "stage", HOPS, Queries.MAIL), "{{stage}}")
        .stacked()
        .unit("s")
        .empty(NOTHING);
  }

  private static Panel worst() {
    return Panel.lines(
            "The slowest: time by stage, quantile $quantile",
            "The chosen quantile of the time in each stage. Good is tens of seconds at most. A stage"
                + " that rises alone here is a queue at one place; click for the region.")
        .query(Queries.quantile("region, stage", HOPS, Queries.MAIL), "{{region}} {{stage}}")
        .unit("s")
        .link(Link.toRegion(), Link.PAGE)
        .empty(NOTHING);
  }

  private static Panel share() {
    return Panel.lines(
            "Share of the way by stage",
            "What part of all time on the way was spent in each stage. Good is a picture that"
                + " stays. The stage whose part grows is the one to name to the vendor.")
        .query(
            Queries.sum("stage", rate(HOPS + "_sum"))
                + " / scalar(sum("
                + rate(HOPS + "_sum")
                + ") > 0)",
            "{{stage}}")
        .stacked()
        .unit("percentunit")
        .max(1)
        .empty(NOTHING);
  }

  private static Panel now() {
    return Panel.gauges(
            "Nine of ten, now: by stage",
            "The time that nine of ten arrivals of the last ten minutes stayed below in each stage."
                + " Good is seconds.")
        .instant(Queries.quantile("0.9", "stage", HOPS, Queries.MAIL), "{{stage}}")
        .unit("s")
        .colours(Steps.of("green").from(15, "yellow").from(60, "red"))
        .empty(NOTHING);
  }

  private static Panel negative() {
    return Panel.lines(
            "Hops that ended before they began",
            "Arrivals' hops whose clocks disagree, a minute. They are left out of the stages. Good"
                + " is none or few; a rise is a server of theirs with a wrong clock, and times by stage"
                + " are to be doubted.")
        .query(
            Queries.perMinute("region", "mailprobe_negative_hops_total", Queries.MAIL),
            "{{region}}")
        .unit("none")
        .link(Link.toRegion())
        .empty("no prober is scraped: see Prober health");
  }

  private static Panel whole() {
    return Panel.lines(
            "The whole way, with what is in flight",
            "From tick to arrival at quantile $quantile, what is in flight counted with its age."
                + " Good is well below the deadline. Where this rises and the stages do not, mail is"
                + " waiting and has not told where yet.")
        .query(Queries.latency("region", Queries.MAIL, "$quantile"), "{{region}}")
        .unit("s")
        .link(Link.toRegion())
        .empty("nothing arrived and nothing is in flight in this time");
  }

  private static Panel submission() {
    return Panel.lines(
            "Submission",
            "From connect to the reply that took responsibility, quantile $quantile of the"
                + " sessions that were accepted. Good is one or two seconds. More: the front end is slow;"
                + " see the phases below.")
        .query(
            Queries.quantile("region", "mailprobe_submission_duration_seconds", Queries.MAIL),
            "{{region}}")
        .unit("s")
        .link(Link.toRegion())
        .empty("no session was accepted in this time: see Deferrals");
  }

  private static Panel transit() {
    return Panel.lines(
            "From acceptance to arrival",
            "The share of Exchange Online, quantile $quantile of what arrived. Good is seconds."
                + " This high and acceptance fast: mail waits in their queues, the message trace shows"
                + " where.")
        .query(
            Queries.quantile("region", "mailprobe_delivery_latency_seconds", Queries.MAIL),
            "{{region}}")
        .unit("s")
        .link(Link.toRegion())
        .empty("nothing arrived in this time: see the region's In flight");
  }

  private static Panel phases() {
    return Panel.lines(
            "Submission by phase, quantile $quantile",
            "Time in each phase of an SMTP session. Good is fractions of a second. banner: slow"
                + " to greet; auth: slow sign-in; end_of_data: slow to take mail; connect: the network.")
        .query(
            Queries.quantile("phase", "mailprobe_smtp_phase_duration_seconds", Queries.MAIL),
            "{{phase}}")
        .unit("s")
        .empty("no session began in this time: see Sends nothing, in Prober health");
  }

  private static Panel places() {
    return Panel.table(
            "Arrivals by place",
            "Which front-end region, mailbox forest and egress region the arrivals in the time"
                + " shown went through, as far as names tell. Good is your own region. A far place is a"
                + " detour, and a reason for latency.")
        .label(Column.label("Region", "region"))
        .label(Column.label("Route", "route"))
        .label(Column.label("Front-end region", "frontend_region"))
        .label(Column.label("Mailbox forest", "mailbox_forest"))
        .label(Column.label("Egress region", "egress_region"))
        .column(
            Column.of(
                    "Arrivals",
                    Queries.sum(
                            "region, route, frontend_region, mailbox_forest, egress_region",
                            Queries.inRange("mailprobe_arrival_places_total", Queries.MAIL))
                        + " > 0.5")
                .decimals(0))
        .sorted("Arrivals", true)
        .unit("none")
        .empty(NOTHING);
  }

  private static String rate(String counter) {
    return "rate(" + counter + "{" + Queries.MAIL + "}[$__rate_interval])";
  }
}
