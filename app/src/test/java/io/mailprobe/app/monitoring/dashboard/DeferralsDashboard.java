package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Grid.wide;

import io.mailprobe.app.monitoring.Thresholds;
import java.util.List;

/** Who turns mail away, how, and what it costs. */
final class DeferralsDashboard {

  static final String UID = "mailprobe-deferrals";

  private static final String REPLY_SERIES =
      "mailprobe_smtp_replies_total{side=\"submit\",region=~\"$region\"}";
  private static final String CHOSEN = ",code=~\"$code\",phase=~\"$phase\"";
  private static final String NO_REPLY = "no reply of class 4 or 5 in this time: nobody refused";

  private DeferralsDashboard() {}

  static Dashboard dashboard() {
    return new Dashboard(
        UID,
        "deferrals",
        "Who turns mail away: which forests and front ends, at which step, with which words, and how"
            + " much time does it cost?",
        "now-3h",
        List.of(
            Frame.labelValues("code", "Code", REPLY_SERIES, "code"),
            Frame.labelValues("phase", "Phase", REPLY_SERIES, "phase")),
        new Grid()
            .row("How much")
            .line(8, wide(8, turnedAway()), wide(8, outcomes()), wide(8, messages()))
            .row("By whom, and how")
            .line(8, wide(8, codes()), wide(8, phases()), wide(8, forests()))
            .line(8, wide(12, sites()), wide(12, siteLanes()))
            .line(9, wide(24, table()))
            .row("Front ends, as canaries see them")
            .line(8, wide(12, frontEnds()), wide(12, frontEndCounts()))
            .line(8, wide(12, notWell()), wide(12, slowFrontEnds()))
            .row("What it costs")
            .line(8, wide(12, delay()), wide(12, reports()))
            .panels());
  }

  private static Panel turnedAway() {
    return Panel.lines(
            "Sessions turned away",
            "The share of about the last dozen sessions that ended deferred, closed or"
                + " timed_out, without what points at ourselves. Good is near 0. The line is where"
                + " MailProbeDeferralRateHigh fires; above it, the panels below say who.")
        .query(Queries.turnedAway("region, route"), "{{region}} {{route}}")
        .unit("percentunit")
        .max(1)
        .colours(Steps.of("green").from(Thresholds.TURNED_AWAY_PAGE, "red"))
        .drawn()
        .link(Link.toRegion(), Link.PAGE)
        .empty("no session ended in this time: see Sends nothing, in Prober health");
  }

  private static Panel outcomes() {
    return Panel.bars(
            "Sessions by outcome",
            "Every SMTP session once, canaries among them. deferred, closed and timed_out are how"
                + " Exchange Online turns mail away; dns_failed, connect_failed, tls_failed,"
                + " auth_failed and token_failed are at least as often our own fault. Good is accepted"
                + " alone.")
        .query(
            Queries.sum("outcome", Queries.increase("mailprobe_sessions_total", Queries.CANARIES))
                + " > 0",
            "{{outcome}}")
        .unit("none")
        .empty("no session ended in this time: see Sends nothing, in Prober health");
  }

  private static Panel messages() {
    return Panel.lines(
            "Messages and sessions deferred",
            "Of the probes opened, the share that was deferred at least once; and, dashed, of their"
                + " sessions. Good is both near 0. Sessions far above messages: the same few are tried"
                + " again and again.")
        .query(
            "sum("
                + Queries.increase("mailprobe_messages_deferred_total", Queries.MAIL)
                + ") / (sum("
                + Queries.increase("mailprobe_probes_opened_total", Queries.MAIL)
                + ") > 0)",
            "messages")
        .query(
            "sum("
                + Queries.increase(
                    "mailprobe_sessions_total", Queries.MAIL + ",outcome=\"deferred\"")
                + ") / (sum("
                + Queries.increase("mailprobe_sessions_total", Queries.MAIL)
                + ") > 0)",
            "sessions")
        .dashed("sessions")
        .unit("percentunit")
        .max(1)
        .empty("no probe was opened in this time: see Sends nothing, in Prober health");
  }

  private static Panel codes() {
    return Panel.bars(
            "Replies by code",
            "Refusing replies by code, enhanced code and what they mean. 421 4.3.2 is overload;"
                + " 4.7.500 and 4.7.65x throttle our address; 432 is our own doing. Good is none."
                + " mailprobe explain-reply tells more of each.")
        .query(
            Queries.replies("code, enhanced_code, reason", CHOSEN),
            "{{code}} {{enhanced_code}} {{reason}}")
        .unit("none")
        .link(Link.to(UID, "Only ${__field.labels.code}").with("code", "${__field.labels.code}"))
        .empty(NO_REPLY);
  }

  private static Panel phases() {
    return Panel.bars(
            "Refusals by phase",
            "How far a session came before it was refused. At the banner: the front end has no"
                + " capacity. At auth or end_of_data: what stands behind it has none. Good is none.")
        .query(Queries.replies("phase", CHOSEN), "{{phase}}")
        .unit("none")
        .link(Link.to(UID, "Only ${__field.labels.phase}").with("phase", "${__field.labels.phase}"))
        .empty(NO_REPLY);
  }

  private static Panel forests() {
    return Panel.bars(
            "Refusals by forest",
            "The forest in the name of the front end that refused. Good is none. One alone is a"
                + " fault at one place of theirs; none is written where the name does not tell.")
        .query("topk(10, " + Queries.replies("forest", CHOSEN) + ")", "{{forest}}")
        .unit("none")
        .empty(NO_REPLY);
  }

  private static Panel sites() {
    return Panel.bars(
            "Top front-end sites",
            "The ten datacentres whose front ends refused most, by the start of their names. Good"
                + " is none. One alone: one bad datacentre; send its name to the vendor.")
        .query("topk(10, " + Queries.replies("site", CHOSEN) + ")", "{{site}}")
        .unit("none")
        .empty(NO_REPLY);
  }

  private static Panel siteLanes() {
    return Panel.lanes(
            "Sites that refuse",
            "When each datacentre's front ends refused anything. Good is no lane at all. One lane"
                + " that stays red while others come and go is one bad datacentre.")
        .query(
            "("
                + Queries.sum(
                    "site",
                    Queries.increase(
                        "mailprobe_smtp_replies_total",
                        "side=\"submit\"," + Queries.CANARIES + CHOSEN))
                + ") > bool 0",
            "{{site}}")
        .words(Wording.REFUSING)
        .empty(NO_REPLY);
  }

  private static Panel table() {
    return Panel.table(
            "Refusals in this time",
            "All refusing replies in the time shown, by where and how they came: what to send"
                + " to the vendor. Good is none.")
        .label(Column.label("Region", "region"))
        .label(Column.label("Route", "route"))
        .label(Column.label("Phase", "phase"))
        .label(Column.label("Code", "code"))
        .label(Column.label("Enhanced code", "enhanced_code"))
        .label(Column.label("Reason", "reason"))
        .label(Column.label("Forest", "forest"))
        .label(Column.label("Site", "site"))
        .column(
            Column.of(
                    "Replies",
                    Queries.repliesInRange(
                        "region, route, phase, code, enhanced_code, reason, forest, site", CHOSEN))
                .decimals(0))
        .sorted("Replies", true)
        .unit("none")
        .empty(NO_REPLY);
  }

  private static Panel frontEnds() {
    return Panel.lines(
            "Front ends refusing, by forest",
            "The share of the front ends that a canary visits that turned its latest session"
                + " away. Good is none. This rises before mail is late; one forest alone is a fault at"
                + " one place of theirs.")
        .query(
            Queries.max(
                "region, route, forest",
                "route_forest:mailprobe_front_ends_refusing:ratio{" + Queries.CANARIES + "}"),
            "{{region}} {{route}} {{forest}}")
        .unit("percentunit")
        .max(1)
        .colours(Steps.of("green").from(0.1, "orange").from(0.5, "red"))
        .drawn()
        .link(Link.toRegion())
        .empty("no canary is configured, or its prober is gone");
  }

  private static Panel frontEndCounts() {
    return Panel.lines(
            "Front ends by outcome",
            "How many front ends canaries visit, by how the latest session at each ended. Good is"
                + " accepted alone, and a number that stays: fewer of them means that their names went"
                + " out of DNS.")
        .query(
            Queries.sum("outcome", "mailprobe_canary_front_ends{" + Queries.CANARIES + "}")
                + " > 0",
            "{{outcome}}")
        .stacked()
        .unit("none")
        .empty("no canary is configured, or its prober is gone");
  }

  private static Panel notWell() {
    return Panel.table(
            "Front ends not well now",
            "Each front end whose latest session did not go along, by its name and address:"
                + " what to send to the vendor. Good is none.")
        .label(Column.label("Region", "region"))
        .label(Column.label("Canary", "route"))
        .label(Column.label("Forest", "forest"))
        .label(Column.label("Name", "name"))
        .label(Column.label("Address", "endpoint"))
        .label(Column.label("Outcome", "outcome"))
        .column(
            Column.of(
                "Sessions",
                Queries.max(
                    "region, route, forest, name, endpoint, outcome",
                    "mailprobe_canary_front_end_info{outcome!=\"accepted\","
                        + Queries.CANARIES
                        + "}")))
        .sorted("Forest", false)
        .unit("none")
        .empty("each front end that a canary visits goes along, or no canary is configured");
  }

  private static Panel slowFrontEnds() {
    return Panel.gauges(
            "Slowest front ends",
            "The ten front ends whose latest canary session took longest, all phases together."
                + " Good is below a second. A slow one is often the next to refuse.")
        .instant(
            "topk(10, "
                + Queries.sum(
                    "region, endpoint",
                    "mailprobe_canary_front_end_phase_seconds{" + Queries.CANARIES + "}")
                + ")",
            "{{region}} {{endpoint}}")
        .unit("s")
        .colours(Steps.of("green").from(1, "yellow").from(5, "red"))
        .empty("no canary is configured, or its prober is gone");
  }

  private static Panel delay() {
    return Panel.lines(
            "From tick to acceptance",
            "How long probes waited until a server took them, at quantile $quantile, of those that"
                + " were taken. Good is a second or two. This is what deferrals cost; what is not taken"
                + " yet is not in here, see the region's In flight.")
        .query(
            Queries.quantile("region", "mailprobe_acceptance_delay_seconds", Queries.MAIL),
            "{{region}}")
        .unit("s")
        .link(Link.toRegion())
        .empty("no server took a probe in this time: see Sessions by outcome");
  }

  private static Panel reports() {
    return Panel.bars(
            "Delivery reports",
            "What servers wrote back of our probes: delayed, failed, expired, relayed. Good is"
                + " none. delayed: Exchange Online could not hand mail on; the probe's page has the"
                + " words.")
        .query(
            Queries.sum(
                    "action", Queries.increase("mailprobe_delivery_reports_total", Queries.MAIL))
                + " > 0",
            "{{action}}")
        .unit("none")
        .link(Link.PAGE)
        .empty("no report came in this time");
  }
}
