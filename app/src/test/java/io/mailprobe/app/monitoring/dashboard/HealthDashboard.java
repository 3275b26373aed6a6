package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Grid.wide;

import io.mailprobe.app.monitoring.Thresholds;
import java.util.List;

/** Whether the numbers of the other dashboards can be believed: our own parts. */
final class HealthDashboard {

  static final String UID = "mailprobe-health";

  private static final String OURS = "job=\"mailprobe\"," + Queries.REGION_IF_ANY;
  private static final String NO_PROBER = "no prober is scraped: see Processes";
  private static final String NO_RECEIVER = "no receiver is scraped: see Processes";

  private HealthDashboard() {}

  static Dashboard dashboard() {
    return new Dashboard(
        UID,
        "prober health",
        "Can the other dashboards be believed: do probers send, is the receiver reached, are feeds,"
            + " clocks, tokens, certificates and stores well?",
        "now-3h",
        List.of(),
        new Grid()
            .row("Is there data?")
            .line(7, wide(9, processes()), wide(9, control()), wide(6, versions()))
            .line(7, wide(6, lastSent()), wide(6, skipped()), wide(6, lag()), wide(6, scrape()))
            .row("Receiver and feed")
            .line(
                8,
                wide(6, receiver()),
                wide(6, feed()),
                wide(6, receiverLatency()),
                wide(6, strangers()))
            .row("What runs out or drifts")
            .line(
                7,
                wide(6, certificates()),
                wide(6, tokens()),
                wide(6, tokenFailures()),
                wide(6, clock()))
            .row("Stores, service health, processes")
            .line(7, wide(6, writable()), wide(6, size()), wide(6, serviceHealth()), wide(6, odd()))
            .line(7, wide(8, memory()), wide(8, processor()), wide(8, threads()))
            .panels());
  }

  private static Panel processes() {
    return Panel.lanes(
            "Processes",
            "Whether each process answers Prometheus. Good is up throughout. Down: nobody measures"
                + " there; look at its host and log.")
        .query(Queries.max("instance", "up{" + OURS + "}"), "{{instance}}")
        .words(Wording.UP)
        .empty("Prometheus has no target of job mailprobe: see prometheus/prometheus.yml");
  }

  private static Panel control() {
    return Panel.lanes(
            "Control path",
            "The state of the probes that go straight to each receiver, past Exchange Online. Good"
                + " is flowing. Not flowing in all regions: the receiver; in one: that region's network.")
        .query(Queries.state("region, route", Queries.CONTROL), "{{region}} {{route}}")
        .words(Wording.STATE)
        .link(Link.toRegion())
        .empty("no control route is configured: then nothing tells our fault from theirs");
  }

  private static Panel versions() {
    return Panel.table(
            "What runs",
            "Version and revision of each process. Good is one version everywhere; more than one"
                + " is an update that has not come to its end.")
        .label(Column.label("Process", "instance"))
        .label(Column.label("Version", "version"))
        .label(Column.label("Revision", "revision"))
        .column(
            Column.of(
                    "Running",
                    Queries.max(
                        "instance, version, revision", "mailprobe_build_info{" + OURS + "}"))
                .width(70))
        .sorted("Process", false)
        .unit("none")
        .empty("Prometheus has no target of job mailprobe that answers");
  }

  private static Panel lastSent() {
    return Panel.lines(
            "Sends nothing for",
            "How long ago the newest attempt to send began. Good is about the route's cadence."
                + " Growing: the prober hangs, is paused, or skips its ticks; see beside.")
        .query(
            Queries.max(
                "region, route",
                "time() - (mailprobe_last_submission_attempt_timestamp_seconds{"
                    + Queries.REGION
                    + ",route=~\"$route\"} > 0)"),
            "{{region}} {{route}}")
        .unit("s")
        .link(Link.toRegion())
        .empty("no prober is scraped, or none has sent anything yet");
  }

  private static Panel skipped() {
    return Panel.bars(
            "Skipped ticks",
            "Ticks of the schedule that opened no probe, by why; line: all ticks. Good is none"
                + " skipped. budget, pace: the mailbox's limits; store: its disk; paused: refused for good"
                + " again and again.")
        .query(
            Queries.sum(
                    "reason", Queries.increase("mailprobe_probes_skipped_total", Queries.REGION))
                + " > 0",
            "{{reason}}")
        .query(
            "sum(" + Queries.increase("mailprobe_probes_scheduled_total", Queries.REGION) + ")",
            "all ticks")
        .asLine("all ticks")
        .unit("none")
        .empty(NO_PROBER);
  }

  private static Panel lag() {
    return Panel.lines(
            "Schedule lag",
            "How much later than scheduled nine of ten, or $quantile, of the ticks came up. Good is"
                + " milliseconds. More: the host is too busy, and latencies are too high by as much.")
        .query(
            Queries.quantile("region", "mailprobe_schedule_lag_seconds", Queries.REGION),
            "{{region}}")
        .unit("s")
        .link(Link.toRegion())
        .empty(NO_PROBER);
  }

  private static Panel scrape() {
    return Panel.lines(
            "Time to scrape",
            "How long each process took to answer Prometheus. Good is far below the 10 s at which"
                + " a scrape is given up. Near it, data is about to be missing.")
        .query(Queries.max("instance", "scrape_duration_seconds{" + OURS + "}"), "{{instance}}")
        .unit("s")
        .colours(Steps.of("green").from(5, "red"))
        .drawn()
        .empty("Prometheus has no target of job mailprobe");
  }

  private static Panel receiver() {
    return Panel.bars(
            "Receiver",
            "What our receiver took, and what it put off or refused. Good is arrivals alone."
                + " deferred is our own fault, with the reason; refused are strangers at port 25.")
        .query(
            "sum("
                + Queries.increase("mailprobe_receiver_arrivals_total", "job=\"mailprobe\"")
                + ")",
            "arrivals")
        .query(
            "sum("
                + Queries.increase("mailprobe_receiver_reports_total", "job=\"mailprobe\"")
                + ")",
            "delivery reports")
        .query(byReason("mailprobe_receiver_deferrals_total"), "deferred: {{reason}}")
        .query(byReason("mailprobe_receiver_refusals_total"), "refused: {{reason}}")
        .unit("none")
        .empty(NO_RECEIVER);
  }

  private static String byReason(String counter) {
    return Queries.sum("reason", Queries.increase(counter, "job=\"mailprobe\"")) + " > 0";
  }

  private static Panel feed() {
    return Panel.lines(
            "Feed age",
            "Since when a prober has not read a receiver's arrivals. Good is seconds. Above the line"
                + " it is deaf: mail may flow and look stopped. Dashed: readings that failed.")
        .query(Queries.max("instance, feed", Queries.feedAge(OURS)), "{{instance}} {{feed}}")
        .query(
            Queries.sum("instance, feed", Queries.increase("mailprobe_feed_errors_total", OURS))
                + " > 0",
            "{{instance}} {{feed}} failed")
        .dashed(".* failed")
        .count(".* failed")
        .unit("s")
        .colours(Steps.of("green").from(Thresholds.FEED_DEAF_SECONDS, "red"))
        .drawn()
        .empty("no prober reads a feed: prober and receiver are one process, or none runs");
  }

  private static Panel receiverLatency() {
    return Panel.lines(
            "Latency as the receiver sees it",
            "From the tick in the signed stamp to the arrival, quantile $quantile, without the"
                + " prober. Good is what the prober says. Where mail arrives here and not there, the feed"
                + " is the trouble.")
        .query(
            Queries.quantile("region, route", "mailprobe_receiver_latency_seconds", Queries.REGION),
            "{{region}} {{route}}")
        .unit("s")
        .empty("nothing arrived at a receiver in this time, or none is scraped");
  }

  private static Panel strangers() {
    return Panel.bars(
            "Connections, and what is no probe",
            "Connections to port 25, messages at a known address that are no genuine probe, and"
                + " probes that no ledger knows. Good is connections alone. unknown: a prober's ledger was"
                + " lost; unverified: keys differ, or somebody tries.")
        .query(
            "sum("
                + Queries.increase("mailprobe_receiver_connections_total", "job=\"mailprobe\"")
                + ")",
            "connections")
        .query(byReason("mailprobe_receiver_unverified_total"), "unverified: {{reason}}")
        .query("sum(" + Queries.increase("mailprobe_messages_unknown_total", OURS) + ")", "unknown")
        .unit("none")
        .empty(NO_RECEIVER);
  }

  private static Panel certificates() {
    return Panel.gauges(
            "Certificates expire in",
            "The time until each certificate runs out: the receiver's, our client's, and what front"
                + " ends show. Good is above two weeks; MailProbeCertificateExpiring warns below.")
        .instant(
            expiresIn("usage, region", "usage!=\"receiver\"," + Queries.REGION),
            "{{usage}} {{region}}")
        .instant(expiresIn("usage, instance", "usage=\"receiver\""), "{{usage}} {{instance}}")
        .unit("s")
        .colours(Steps.of("red").from(Thresholds.CERTIFICATE_WARNING_DAYS * 86_400, "green"))
        .empty("no certificate was seen yet: no session came as far as TLS");
  }

  private static String expiresIn(String labels, String matchers) {
    return Queries.min(
            labels, "mailprobe_certificate_not_after_timestamp_seconds{" + matchers + "}")
        + " - time()";
  }

  private static Panel tokens() {
    return Panel.lines(
            "Access token good for",
            "The time until the token in hand expires; it is renewed at half of its time. Good is a"
                + " saw's teeth above the line. Falling through it: nothing can be sent soon, see beside.")
        .query(
            "min by (region, resource) (mailprobe_token_expiry_timestamp_seconds{"
                + Queries.REGION
                + "} > 0) - time()",
            "{{region}} {{resource}}")
        .signed()
        .unit("s")
        .colours(Steps.of("red").from(Thresholds.TOKEN_SHORT_SECONDS, "green"))
        .drawn()
        .link(Link.toRegion())
        .empty("no token is in hand: no route signs in with one, or none could be had, see beside");
  }

  private static Panel tokenFailures() {
    return Panel.bars(
            "Requests for tokens",
            "Requests for access tokens by how they ended, and the failed by why, with Entra's"
                + " number. Good is ok alone. AADSTS7000222: the secret has expired. Line: seconds that"
                + " half of them took.")
        .query(
            Queries.sum(
                    "result", Queries.increase("mailprobe_token_refreshes_total", Queries.REGION))
                + " > 0",
            "{{result}}")
        .query(
            Queries.sum(
                    "reason, aadsts",
                    Queries.increase("mailprobe_token_failures_total", Queries.REGION))
                + " > 0",
            "failed: {{reason}} {{aadsts}}")
        .query(
            Queries.quantile("0.5", "", "mailprobe_token_refresh_duration_seconds", Queries.REGION),
            "seconds")
        .asLine("seconds")
        .unit("none")
        .empty("no token was asked for in this time: the one in hand is good, or none is needed");
  }

  private static Panel clock() {
    return Panel.lines(
            "Clock offset",
            "Our clock minus each receiver's; dashed, how far the true value may be off. Good is"
                + " near 0, and below a second both ways. Latencies are corrected by it; set the clock"
                + " right all the same.")
        .query(
            Queries.max("instance, reference", "mailprobe_clock_offset_seconds{" + OURS + "}"),
            "{{instance}} {{reference}}")
        .query(
            Queries.max(
                "instance, reference", "mailprobe_clock_offset_uncertainty_seconds{" + OURS + "}"),
            "{{instance}} {{reference}} uncertainty")
        .dashed(".* uncertainty")
        .signed()
        .unit("s")
        .colours(Steps.of("green").from(Thresholds.CLOCK_OFFSET_SECONDS, "red"))
        .drawn()
        .empty("prober and receiver are one process, and have one clock; or no feed was read yet");
  }

  private static Panel writable() {
    return Panel.lanes(
            "Stores",
            "Whether each process's store takes what is written to it. Good is writable. If not,"
                + " ticks are skipped and mail is put off: our doing. Look at disk and database.")
        .query(
            Queries.min("instance, store", "mailprobe_store_writable{" + OURS + "}"),
            "{{instance}} {{store}}")
        .words(Wording.WRITABLE)
        .empty("Prometheus has no target of job mailprobe that answers");
  }

  private static Panel size() {
    return Panel.lines(
            "Size of stores",
            "The room that each store takes. Good is a line that grows flat: what is older than its"
                + " retention goes.")
        .query(
            Queries.max("instance, store", "mailprobe_store_size_bytes{" + OURS + "}"),
            "{{instance}} {{store}}")
        .unit("bytes")
        .empty("Prometheus has no target of job mailprobe that answers");
  }

  private static Panel serviceHealth() {
    return Panel.lines(
            "Service health read",
            "How long ago Microsoft's service health was read; dashed, readings by how they ended,"
                + " and entries that nobody understood. Good is minutes and ok alone. Nothing waits for"
                + " it: no alert and no verdict looks at it.")
        .query(
            Queries.min(
                "instance",
                "time() - (mailprobe_service_health_last_success_timestamp_seconds{"
                    + OURS
                    + "} > 0)"),
            "{{instance}} age")
        .query(
            Queries.sum("result", Queries.increase("mailprobe_service_health_polls_total", OURS)),
            "{{result}} count")
        .query(
            "sum(" + Queries.increase("mailprobe_service_health_unreadable_total", OURS) + ")",
            "unreadable count")
        .dashed(".* count")
        .count(".* count")
        .unit("s")
        .empty("no service_health is configured: docs/set-up.md tells how");
  }

  private static Panel odd() {
    return Panel.bars(
            "Arrivals before their tick",
            "Arrivals whose latency was negative: the clocks of prober and receiver disagree by more"
                + " than was measured. Good is none. See Clock offset.")
        .query(
            Queries.sum(
                "region", Queries.increase("mailprobe_negative_latency_total", Queries.REGION)),
            "{{region}}")
        .unit("none")
        .empty(NO_PROBER);
  }

  private static Panel memory() {
    return Panel.lines(
            "Memory",
            "Heap that each process uses; dashed, all that it may. Good is a saw well below. Near"
                + " it for long: give it more.")
        .query(
            Queries.sum("instance", "jvm_memory_used_bytes{area=\"heap\"," + OURS + "}"),
            "{{instance}}")
        .query(
            Queries.sum("instance", "jvm_memory_max_bytes{area=\"heap\"," + OURS + "} > 0"),
            "{{instance}} most")
        .dashed(".* most")
        .unit("bytes")
        .empty("Prometheus has no target of job mailprobe that answers");
  }

  private static Panel processor() {
    return Panel.lines(
            "Processor",
            "The share of its host's processors that each process uses. Good is a few percent. Much"
                + " more for long makes ticks late: see Schedule lag.")
        .query(Queries.max("instance", "process_cpu_usage{" + OURS + "}"), "{{instance}}")
        .unit("percentunit")
        .max(1)
        .empty("Prometheus has no target of job mailprobe that answers");
  }

  private static Panel threads() {
    return Panel.lines(
            "Threads and files",
            "Threads of the machine, and files that each process has open. Good is numbers that"
                + " stay. Growth without end is a fault of ours: report it.")
        .query(
            Queries.max("instance", "jvm_threads_live_threads{" + OURS + "}"),
            "{{instance}} threads")
        .query(
            Queries.max("instance", "process_files_open_files{" + OURS + "}"), "{{instance}} files")
        .unit("none")
        .empty("Prometheus has no target of job mailprobe that answers");
  }
}
