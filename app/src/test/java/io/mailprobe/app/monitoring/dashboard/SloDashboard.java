package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Grid.wide;

import io.mailprobe.app.monitoring.Thresholds;
import java.util.List;

/** How much of what was promised is kept, and how fast the rest is used up. */
final class SloDashboard {

  static final String UID = "mailprobe-slo";

  private static final String WHERE = "{{region}} {{route}}";
  private static final String TOO_SOON =
      "no probe was due yet: it takes five minutes from the first one on";

  private SloDashboard() {}

  static Dashboard dashboard() {
    return new Dashboard(
        UID,
        "SLO",
        "How much mail arrives by its deadline, how much of what the objective allows is used up, and"
            + " how fast?",
        "now-24h",
        List.of(),
        new Grid()
            .row("The last thirty days")
            .line(5, wide(6, objective()), wide(6, inTime()), wide(6, left()), wide(6, lasts()))
            .line(8, wide(12, leftOverTime()), wide(12, table()))
            .row("How fast it is used up")
            .line(
                9,
                wide(12, burn("1h", "MailProbeLatencyBudgetBurn pages at 14.4")),
                wide(12, burn("6h", "MailProbeLatencyBudgetBurn pages at 6")))
            .line(
                9,
                wide(12, burn("1d", "MailProbeLatencyBudgetBurn warns at 3")),
                wide(12, burn("3d", "MailProbeLatencyBudgetBurn warns at 1")))
            .row("What used it up")
            .line(8, wide(12, late()), wide(12, bad()))
            .panels());
  }

  private static Panel objective() {
    return Panel.number(
            "Objective",
            "The share of all probes that is to arrive by its route's deadline. It is set in"
                + " Thresholds.java, and the rules and this dashboard follow. Good is one that users"
                + " would notice if it were missed.")
        .instant("slo:mailprobe_objective:ratio", "in time")
        .unit("percentunit")
        .max(1)
        .colours(Steps.of("blue"))
        .empty("the recording rules are not loaded: see prometheus/rules");
  }

  private static Panel inTime() {
    return Panel.number(
            "In time, 30 days",
            "The share of the last thirty days' probes that arrived by their deadline, the worst"
                + " route. What never arrived counts as late. Good is above the objective.")
        .instant("1 - max(" + Queries.lateInMonth("region, route") + ")", "in time")
        .unit("percentunit")
        .max(1)
        .colours(Steps.of("red").from(Double.parseDouble(Thresholds.OBJECTIVE), "green"))
        .empty(TOO_SOON);
  }

  private static Panel left() {
    return Panel.number(
            "Budget left",
            "What is left of the late probes that the objective allows in thirty days, the worst"
                + " route. Good is above a half. At nothing the objective is missed: changes that risk"
                + " mail flow wait.")
        .instant("clamp_min(min(" + Queries.budgetLeft("region, route") + "), 0)", "left")
        .unit("percentunit")
        .max(1)
        .colours(Steps.of("red").from(0.1, "yellow").from(0.5, "green"))
        .empty(TOO_SOON);
  }

  private static Panel lasts() {
    return Panel.number(
            "Lasts for",
            "At the speed of the last hour, how long until nothing is left, the worst route. Good is"
                + " no number, or weeks. Hours: somebody has to do something today.")
        .instant("min(" + Queries.budgetLasts() + ")", "lasts")
        .unit("s")
        .colours(Steps.of("red").from(86_400, "yellow").from(7 * 86_400, "green"))
        .empty("no probe was late in the last hour: it is not being used up");
  }

  private static Panel leftOverTime() {
    return Panel.lines(
            "Budget left, over time",
            "What is left, at each instant, of what the thirty days before it allowed; below zero"
                + " it is overdrawn. Good is a flat line high up. A step down is an incident; a slope is a"
                + " slow burn.")
        .query(Queries.budgetLeft("region, route"), WHERE)
        .signed()
        .unit("percentunit")
        .max(1)
        .link(Link.toRegion())
        .empty(TOO_SOON);
  }

  private static Panel table() {
    return Panel.table(
            "Routes",
            "Each route's share in time in thirty days, what is left, and how many times too"
                + " fast it is used up now. Good is below 1 in the last columns.")
        .label(Column.label("Region", "region"))
        .label(Column.label("Route", "route"))
        .column(
            Column.of("In time, 30 d", "1 - " + Queries.lateInMonth("region, route"))
                .unit("percentunit")
                .decimals(2)
                .colours(
                    Steps.of("red").from(Double.parseDouble(Thresholds.OBJECTIVE), "transparent")))
        .column(
            Column.of("Left", Queries.budgetLeft("region, route"))
                .unit("percentunit")
                .decimals(0)
                .colours(Steps.of("red").from(0.1, "yellow").from(0.5, "transparent")))
        .column(Column.of("Burn, 1 h", Queries.burnRate("1h")).decimals(1).colours(burnColours()))
        .column(Column.of("Burn, 1 d", Queries.burnRate("1d")).decimals(1).colours(burnColours()))
        .sorted("Left", false)
        .unit("none")
        .empty(TOO_SOON);
  }

  private static Panel burn(String window, String fires) {
    return Panel.lines(
            "Burn rate, last " + window,
            "How many times faster than the objective allows probes are late: 1 uses up thirty days'"
                + " allowance in thirty days. "
                + fires
                + ", while a shorter time says that it goes on. Good is below 1.")
        .query(Queries.burnRate(window), WHERE)
        .colours(burnColours())
        .drawn()
        .unit("none")
        .link(Link.toRegion())
        .empty(TOO_SOON);
  }

  private static Steps burnColours() {
    List<String> colours = List.of("yellow", "orange", "red", "purple");
    Steps steps = Steps.of("transparent");
    List<Double> rates = Thresholds.burnRates();
    for (int i = 0; i < rates.size(); i++) {
      steps = steps.from(rates.get(i), colours.get(i));
    }
    return steps;
  }

  private static Panel late() {
    return Panel.lines(
            "Late probes",
            "The share of probes that reached their deadline without having arrived, over 5 min."
                + " The line is what the objective allows. Good is below it.")
        .query(Queries.lateRatio("region, route"), WHERE)
        .unit("percentunit")
        .max(1)
        .colours(Steps.of("green").from(1 - Double.parseDouble(Thresholds.OBJECTIVE), "red"))
        .drawn()
        .link(Link.toRegion())
        .empty("no probe reached its deadline or arrived in this time");
  }

  private static Panel bad() {
    return Panel.bars(
            "Probes that came to nothing, or twice",
            "Probes by what became of them, but for those delivered: lost, rejected, abandoned,"
                + " bounced; and recovered (came after it was given up) and duplicates. Good is none."
                + " Mailprobe's page has each one's evidence.")
        .query(verdict("lost"), "lost")
        .query(verdict("rejected"), "rejected")
        .query(verdict("abandoned"), "abandoned")
        .query(verdict("bounced"), "bounced")
        .query(verdict("recovered"), "recovered")
        .query(
            Queries.sum(
                "cause", Queries.increase("mailprobe_messages_duplicate_total", Queries.MAIL)),
            "duplicate: {{cause}}")
        .unit("none")
        .link(Link.PAGE)
        .empty("no prober is scraped: see Prober health");
  }

  private static String verdict(String verdict) {
    return "sum("
        + Queries.increase("mailprobe_messages_" + verdict + "_total", Queries.MAIL)
        + ")";
  }
}
