package io.mailprobe.app.monitoring.dashboard;

/** Panels that stand on more than one dashboard, the same on each. */
final class CommonPanels {

  private CommonPanels() {}

  static Panel state() {
    return Panel.lanes(
            "State by region",
            "The worst of a region's routes: flowing; late (more than a tenth past the deadline);"
                + " turned away (what MailProbeDeferralRateHigh fires on); stopped (what"
                + " MailProbeFlowStopped fires on); not measured (the prober is gone or sends"
                + " nothing). Good is flowing all along. One region alone: click on it. All at"
                + " once: look at Points at first. The first to leave it is where it began.")
        .query(Queries.regionState(), "{{region}}")
        .words(Wording.STATE)
        .link(Link.toRegion(), Link.PAGE)
        .empty("no route was measured in this time: is a prober scraped? See Prober health");
  }

  static Panel fault() {
    return Panel.lanes(
            "Points at",
            "Whom a region's trouble points at, over time. nobody: all is well. Exchange Online:"
                + " mail is in trouble while the control path, which proves our own parts, is not."
                + " Good is nobody all along; what is ours says where to look, in Prober health.")
        .query(Queries.fault(), "{{region}}")
        .words(Wording.FAULT)
        .link(Link.toRegion())
        .empty("no route was measured in this time: see Prober health");
  }

  static Panel latency() {
    return Panel.lines(
            "Latency with what is in flight, quantile $quantile",
            "From a probe's tick to its arrival, over 5 min, the slowest route of each region."
                + " Probes in flight count with their age, so that it rises during an outage and not"
                + " after it. Dashed: the deadline. Good is well below. Click for the region.")
        .query(Queries.latency("region", Queries.MAIL, "$quantile"), "{{region}}")
        .query("max(mailprobe_route_deadline_seconds{" + Queries.MAIL + "})", "deadline")
        .dashed("deadline")
        .unit("s")
        .link(Link.toRegion())
        .empty("nothing arrived and nothing is in flight in this time");
  }

  static Panel failures() {
    return Panel.bars(
            "Failed sessions, by whom they point at",
            "SMTP sessions, canaries among them, that did not end accepted, by what their reply or"
                + " end points at (docs/blame.md). Good is none. unknown: the evidence fits more than"
                + " one; see Deferrals.")
        .query(Queries.failuresByParty(), "{{party}}")
        .unit("none")
        .link(Link.to(DeferralsDashboard.UID, "Deferrals").keeping("region"))
        .empty("no session failed in this time, or no prober is scraped");
  }
}
