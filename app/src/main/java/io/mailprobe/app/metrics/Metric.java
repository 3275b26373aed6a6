package io.mailprobe.app.metrics;

import java.util.List;
import java.util.Locale;

/**
 * Every metric that Mailprobe itself exports. The catalogue from which the series are made and
 * {@code docs/metrics.md} is written; names, labels and meanings are a contract with rules and
 * dashboards.
 */
public enum Metric {
  SESSIONS(
      "mailprobe_sessions_total",
      Kind.COUNTER,
      Source.EVENTS,
      "SMTP sessions ended, each with exactly one outcome. The denominator of every deferral rate.",
      Core.LABELS,
      "purpose",
      "outcome"),
  SESSION_FAILURES(
      "mailprobe_session_failures_total",
      Kind.COUNTER,
      Source.EVENTS,
      "SMTP sessions that did not end accepted, by whom that points at.",
      Core.LABELS,
      "purpose",
      "outcome",
      "party"),
  SMTP_REPLIES(
      "mailprobe_smtp_replies_total",
      Kind.COUNTER,
      Source.EVENTS,
      "SMTP replies of class 4 and 5 by where and how they came, and what they mean. At most 200"
          + " combinations a route; beyond them the code is 4xx or 5xx and the rest is other.",
      Core.LABELS,
      "side",
      "phase",
      "code",
      "enhanced_code",
      "reason",
      "forest",
      "site"),
  PHASE_DURATION(
      "mailprobe_smtp_phase_duration_seconds",
      Kind.HISTOGRAM,
      Source.EVENTS,
      "Time spent in each phase of an SMTP session.",
      Core.LABELS,
      "phase"),
  SUBMISSION_DURATION(
      "mailprobe_submission_duration_seconds",
      Kind.HISTOGRAM,
      Source.EVENTS,
      "From connect to the reply that took responsibility, of accepted sessions.",
      Core.LABELS),
  CANARY_FRONT_ENDS(
      "mailprobe_canary_front_ends",
      Kind.GAUGE,
      Source.EVENTS,
      "Front ends that a canary visits, by forest and by how its latest session there ended. The"
          + " route is the canary's name. At most 50 forests a canary, beyond them other.",
      Core.LABELS,
      "forest",
      "outcome"),
  CANARY_REFUSING(
      "mailprobe_canary_front_ends_refusing",
      Kind.GAUGE,
      Source.EVENTS,
      "Those of them that turned the latest session away: deferred, closed or timed out, and not for"
          + " a reason at our own end.",
      Core.LABELS,
      "forest"),
  CANARY_FRONT_END_INFO(
      "mailprobe_canary_front_end_info",
      Kind.INFO,
      Source.EVENTS,
      "Each front end that a canary visits, with how its latest session there ended; always 1. The"
          + " name, which it gave itself, only where it does not go along, else none; at most 500"
          + " names a canary, beyond them other.",
      Core.LABELS,
      "endpoint",
      "name",
      "forest",
      "outcome"),
  CANARY_PHASE(
      "mailprobe_canary_front_end_phase_seconds",
      Kind.GAUGE,
      Source.EVENTS,
      "How long each phase of the latest session at a front end took.",
      Core.LABELS,
      "endpoint",
      "phase"),
  PROBES_SCHEDULED(
      "mailprobe_probes_scheduled_total",
      Kind.COUNTER,
      Source.EVENTS,
      "Ticks of the open-loop schedule, used or skipped.",
      Core.LABELS),
  PROBES_SKIPPED(
      "mailprobe_probes_skipped_total",
      Kind.COUNTER,
      Source.EVENTS,
      "Ticks that opened no probe.",
      Core.LABELS,
      "reason"),
  SCHEDULE_LAG(
      "mailprobe_schedule_lag_seconds",
      Kind.HISTOGRAM,
      Source.EVENTS,
      "How much later than scheduled a tick came up.",
      Core.LABELS),
  MESSAGES_ACCEPTED(
      "mailprobe_messages_accepted_total",
      Kind.COUNTER,
      Source.EVENTS,
      "Probes that a server took responsibility for.",
      Core.LABELS),
  MESSAGES_DEFERRED(
      "mailprobe_messages_deferred_total",
      Kind.COUNTER,
      Source.EVENTS,
      "Probes that were deferred (4yz) at least once.",
      Core.LABELS),
  ACCEPTANCE_DELAY(
      "mailprobe_acceptance_delay_seconds",
      Kind.HISTOGRAM,
      Source.EVENTS,
      "From a probe's tick to its acceptance: what deferrals cost.",
      Core.LABELS),
  DELIVERY_LATENCY(
      "mailprobe_delivery_latency_seconds",
      Kind.HISTOGRAM,
      Source.EVENTS,
      "From a probe's acceptance to its arrival: the share of the system under test.",
      Core.LABELS),
  HOP_LATENCY(
      "mailprobe_hop_latency_seconds",
      Kind.HISTOGRAM,
      Source.EVENTS,
      "Time spent in each stage of an arrival's way, by the Received fields of its message, most of"
          + " them in whole seconds. What is negative, or as long as it is only because a clock is"
          + " off, is left out.",
      Core.LABELS,
      "stage"),
  NEGATIVE_HOPS(
      "mailprobe_negative_hops_total",
      Kind.COUNTER,
      Source.EVENTS,
      "Hops of arrivals that ended before they began: the clocks of two servers disagree.",
      Core.LABELS),
  ARRIVAL_PLACES(
      "mailprobe_arrival_places_total",
      Kind.COUNTER,
      Source.EVENTS,
      "Arrivals by the places in Exchange Online that the names in their headers tell, or unknown."
          + " At most 100 combinations a route, beyond them other.",
      Core.LABELS,
      "frontend_region",
      "mailbox_forest",
      "egress_region"),
  PROBES_OPENED(
      "mailprobe_probes_opened_total",
      Kind.COUNTER,
      Source.LEDGER,
      "Probes opened. Equals delivered + lost + rejected + abandoned + bounced + in flight,"
          + " always.",
      Core.LABELS),
  END_TO_END_LATENCY(
      "mailprobe_end_to_end_latency_seconds",
      Kind.HISTOGRAM,
      Source.LEDGER,
      "From a probe's tick to its arrival, deferrals included. Exact across restarts. Exemplars"
          + " carry the probe id.",
      Core.LABELS),
  UNDELIVERED_AGE(
      "mailprobe_undelivered_age_total",
      Kind.COUNTER,
      Source.LEDGER,
      "Probes that reached the age without having arrived, counted as they reach it. With the"
          + " latency bucket of the same bound: each probe adds 1 to exactly one of the two.",
      Core.LABELS,
      "age"),
  MESSAGES_DELIVERED(
      "mailprobe_messages_delivered_total",
      Kind.COUNTER,
      Source.LEDGER,
      "Probes with the verdict delivered.",
      Core.LABELS),
  MESSAGES_LOST(
      "mailprobe_messages_lost_total",
      Kind.COUNTER,
      Source.LEDGER,
      "Probes with the verdict lost: not arrived when the loss deadline passed.",
      Core.LABELS),
  MESSAGES_REJECTED(
      "mailprobe_messages_rejected_total",
      Kind.COUNTER,
      Source.LEDGER,
      "Probes with the verdict rejected: refused for good.",
      Core.LABELS),
  MESSAGES_ABANDONED(
      "mailprobe_messages_abandoned_total",
      Kind.COUNTER,
      Source.LEDGER,
      "Probes with the verdict abandoned: never accepted, retrying given up.",
      Core.LABELS),
  MESSAGES_BOUNCED(
      "mailprobe_messages_bounced_total",
      Kind.COUNTER,
      Source.LEDGER,
      "Probes with the verdict bounced: a failure report came back.",
      Core.LABELS),
  MESSAGES_RECOVERED(
      "mailprobe_messages_recovered_total",
      Kind.COUNTER,
      Source.LEDGER,
      "Probes that arrived after they had been given another verdict.",
      Core.LABELS),
  MESSAGES_DUPLICATE(
      "mailprobe_messages_duplicate_total",
      Kind.COUNTER,
      Source.LEDGER,
      "Further arrivals of a probe: by our own retry, or by the provider.",
      Core.LABELS,
      "cause"),
  DELIVERY_REPORTS(
      "mailprobe_delivery_reports_total",
      Kind.COUNTER,
      Source.LEDGER,
      "Delivery reports on probes, by what they say: delayed, failed, expired, delivered, relayed or"
          + " expanded. A report that comes again is not counted again.",
      Core.LABELS,
      "action"),
  MESSAGES_UNKNOWN(
      "mailprobe_messages_unknown_total",
      Kind.COUNTER,
      Source.EVENTS,
      "Arrivals that claimed to be a probe of ours and are in no ledger of this process.",
      ""),
  MESSAGES_RECEIVER_CAUSED(
      "mailprobe_messages_receiver_caused_total",
      Kind.COUNTER,
      Source.LEDGER,
      "Probes that were on their way, and not late yet, while our receiver was down or put mail off:"
          + " if they are late, it may be ours.",
      Core.LABELS),
  NEGATIVE_LATENCY(
      "mailprobe_negative_latency_total",
      Kind.COUNTER,
      Source.LEDGER,
      "Arrivals before their tick: the clocks of prober and receiver disagree, by more than was"
          + " measured.",
      Core.LABELS),
  INFLIGHT_MESSAGES(
      "mailprobe_inflight_messages",
      Kind.GAUGE,
      Source.LEDGER,
      "Probes opened and without a verdict.",
      Core.LABELS),
  INFLIGHT_OLDEST_AGE(
      "mailprobe_inflight_oldest_age_seconds",
      Kind.GAUGE,
      Source.LEDGER,
      "Age of the oldest probe in flight, as of the scrape; 0 where none is.",
      Core.LABELS),
  LAST_DELIVERY(
      "mailprobe_last_delivery_timestamp_seconds",
      Kind.GAUGE,
      Source.LEDGER,
      "When the newest arrival came in, in Unix time; 0 before the first.",
      Core.LABELS),
  LAST_ATTEMPT(
      "mailprobe_last_submission_attempt_timestamp_seconds",
      Kind.GAUGE,
      Source.LEDGER,
      "When the newest attempt began, in Unix time; 0 before the first.",
      Core.LABELS),
  ROUTE_INFO(
      "mailprobe_route_info",
      Kind.INFO,
      Source.LEDGER,
      "The routes of this process; always 1.",
      Core.LABELS,
      "prober",
      "every",
      "deadline",
      "target"),
  ROUTE_INTERVAL(
      "mailprobe_route_interval_seconds",
      Kind.GAUGE,
      Source.LEDGER,
      "The route's cadence.",
      Core.LABELS),
  ROUTE_DEADLINE(
      "mailprobe_route_deadline_seconds",
      Kind.GAUGE,
      Source.LEDGER,
      "The route's deadline: an arrival after it is late. One of the age bounds.",
      Core.LABELS),
  FEED_LAST_SUCCESS(
      "mailprobe_feed_last_success_timestamp_seconds",
      Kind.GAUGE,
      Source.EVENTS,
      "When a receiver's feed was last read, in Unix time; 0 before the first time.",
      "feed"),
  FEED_ERRORS(
      "mailprobe_feed_errors_total",
      Kind.COUNTER,
      Source.EVENTS,
      "Readings of a receiver's feed that failed.",
      "feed"),
  CLOCK_OFFSET(
      "mailprobe_clock_offset_seconds",
      Kind.GAUGE,
      Source.EVENTS,
      "Our clock minus a receiver's, measured by its feed as NTP does. The reference is the feed."
          + " Latencies are corrected by it where it is larger than its uncertainty.",
      "reference"),
  CLOCK_UNCERTAINTY(
      "mailprobe_clock_offset_uncertainty_seconds",
      Kind.GAUGE,
      Source.EVENTS,
      "The true offset is no farther from the measured one than this.",
      "reference"),
  TOKEN_REFRESHES(
      "mailprobe_token_refreshes_total",
      Kind.COUNTER,
      Source.EVENTS,
      "Requests for access tokens that have ended: ok or failed. One serves all routes of an"
          + " application.",
      Application.LABELS,
      "result"),
  TOKEN_FAILURES(
      "mailprobe_token_failures_total",
      Kind.COUNTER,
      Source.EVENTS,
      "Requests for access tokens that gave none, by why, and by Entra's number for it (AADSTS): one"
          + " of those that Mailprobe knows, other, or none.",
      Application.LABELS,
      "reason",
      "aadsts"),
  TOKEN_REFRESH_DURATION(
      "mailprobe_token_refresh_duration_seconds",
      Kind.HISTOGRAM,
      Source.EVENTS,
      "How long a request for an access token took.",
      Application.LABELS),
  TOKEN_EXPIRY(
      "mailprobe_token_expiry_timestamp_seconds",
      Kind.GAUGE,
      Source.EVENTS,
      "When the access token in hand expires, in Unix time; 0 before the first. It is renewed at half"
          + " of its time.",
      Application.LABELS),
  RECEIVER_CONNECTIONS(
      "mailprobe_receiver_connections_total",
      Kind.COUNTER,
      Source.RECEIVER,
      "Connections that the receiver took.",
      ""),
  RECEIVER_ARRIVALS(
      "mailprobe_receiver_arrivals_total",
      Kind.COUNTER,
      Source.RECEIVER,
      "Genuine probes on the receiver's disk and answered with 250.",
      ""),
  RECEIVER_REPORTS(
      "mailprobe_receiver_reports_total",
      Kind.COUNTER,
      Source.RECEIVER,
      "Delivery reports on probes of ours on the receiver's disk and answered with 250, one for each"
          + " recipient that they speak of.",
      "action"),
  RECEIVER_REFUSALS(
      "mailprobe_receiver_refusals_total",
      Kind.COUNTER,
      Source.RECEIVER,
      "What the receiver refused for good (5yz): the peer's doing.",
      "reason"),
  RECEIVER_DEFERRALS(
      "mailprobe_receiver_deferrals_total",
      Kind.COUNTER,
      Source.RECEIVER,
      "What the receiver itself could not take (4yz): our doing.",
      "reason"),
  RECEIVER_UNVERIFIED(
      "mailprobe_receiver_unverified_total",
      Kind.COUNTER,
      Source.RECEIVER,
      "Messages taken at a known address that are neither a genuine probe nor a report on one.",
      "reason"),
  RECEIVER_LATENCY(
      "mailprobe_receiver_latency_seconds",
      Kind.HISTOGRAM,
      Source.RECEIVER,
      "From the tick in the genuine stamp to the arrival, as the receiver sees it. Region and route"
          + " are the stamp's; at most 100 pairs, beyond them other.",
      "region route"),
  CERTIFICATE_NOT_AFTER(
      "mailprobe_certificate_not_after_timestamp_seconds",
      Kind.GAUGE,
      Source.EVENTS,
      "When a certificate expires, in Unix time: what a route's front end showed last (usage"
          + " frontend), what the route shows of itself (usage client), and the receiver's own (usage"
          + " receiver, which has no other label).",
      Core.LABELS,
      "usage"),
  HEALTH_ISSUE(
      "mailprobe_service_health_issue",
      Kind.GAUGE,
      Source.HEALTH,
      "1 while Microsoft says that the issue goes on, and 0 for a day after it was resolved. The status"
          + " is in Microsoft's own words, or other.",
      Health.ISSUE,
      "feature",
      "status"),
  HEALTH_FIRST_SEEN(
      "mailprobe_service_health_issue_first_seen_timestamp_seconds",
      Kind.GAUGE,
      Source.HEALTH,
      "When we read of the issue first, in Unix time.",
      Health.ISSUE),
  HEALTH_STARTED(
      "mailprobe_service_health_issue_started_timestamp_seconds",
      Kind.GAUGE,
      Source.HEALTH,
      "When the issue began, as Microsoft says now, in Unix time. It says so late, and corrects it.",
      Health.ISSUE),
  HEALTH_FIRST_POST(
      "mailprobe_service_health_issue_first_post_timestamp_seconds",
      Kind.GAUGE,
      Source.HEALTH,
      "When Microsoft first posted on the issue, in Unix time.",
      Health.ISSUE),
  HEALTH_LAST_POST(
      "mailprobe_service_health_issue_last_post_timestamp_seconds",
      Kind.GAUGE,
      Source.HEALTH,
      "When Microsoft last posted on the issue, in Unix time.",
      Health.ISSUE),
  HEALTH_RESOLVED(
      "mailprobe_service_health_issue_resolved_timestamp_seconds",
      Kind.GAUGE,
      Source.HEALTH,
      "When the issue was resolved, in Unix time; no series while it is not.",
      Health.ISSUE),
  HEALTH_NOTICED(
      "mailprobe_service_health_issue_noticed_timestamp_seconds",
      Kind.GAUGE,
      Source.HEALTH,
      "When this process first saw trouble worth an alert that points at Exchange Online and falls"
          + " together with the issue, in Unix time; no series where it saw none.",
      Health.ISSUE),
  HEALTH_LEAD(
      "mailprobe_service_health_issue_lead_seconds",
      Kind.GAUGE,
      Source.HEALTH,
      "How much earlier this process saw the issue than Microsoft's own mark: start, first_post or"
          + " resolution; negative where later.",
      Health.ISSUE,
      "over"),
  HEALTH_LAST_SUCCESS(
      "mailprobe_service_health_last_success_timestamp_seconds",
      Kind.GAUGE,
      Source.HEALTH,
      "When Microsoft's service health was last read, in Unix time; 0 before the first time.",
      ""),
  HEALTH_POLLS(
      "mailprobe_service_health_polls_total",
      Kind.COUNTER,
      Source.HEALTH,
      "Readings of Microsoft's service health that have ended, by how.",
      "result"),
  HEALTH_UNREADABLE(
      "mailprobe_service_health_unreadable_total",
      Kind.COUNTER,
      Source.HEALTH,
      "Entries in Microsoft's answers that were no issues.",
      ""),
  STORE_WRITABLE(
      "mailprobe_store_writable",
      Kind.GAUGE,
      Source.PROCESS,
      "Whether this process's store (ledger, journal) takes what is written to it: 1 or 0. While it"
          + " does not, ticks are skipped and mail is deferred: our doing.",
      "store"),
  STORE_SIZE(
      "mailprobe_store_size_bytes",
      Kind.GAUGE,
      Source.PROCESS,
      "The room that a store takes on its disk or server.",
      "store"),
  OTLP_PUSHES(
      "mailprobe_otlp_pushes_total",
      Kind.COUNTER,
      Source.PROCESS,
      "Pushes of all metrics by OTLP that have ended: ok, partial (the collector did not take all) or"
          + " failed. Exists where that is configured.",
      "result"),
  BUILD_INFO(
      "mailprobe_build_info",
      Kind.INFO,
      Source.PROCESS,
      "The version that runs; always 1.",
      "version revision");

  private final String id;
  private final Kind kind;
  private final Source source;
  private final String help;
  private final String labels;

  Metric(String id, Kind kind, Source source, String help, String... labels) {
    this.id = id;
    this.kind = kind;
    this.source = source;
    this.help = help;
    this.labels = String.join(" ", labels);
  }

  /** The name as it is queried; of a histogram, without {@code _bucket}, {@code _sum}, … . */
  public String id() {
    return id;
  }

  /** What kind of metric it is. */
  public Kind kind() {
    return kind;
  }

  /** Where its numbers come from. */
  public Source source() {
    return source;
  }

  /** What it means, in one or two sentences. */
  public String help() {
    return help;
  }

  /** The names of its labels, in their order. */
  public List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(" "));
  }

  /** Whether its unit is the second, by its name. */
  boolean inSeconds() {
    return id.endsWith("_seconds");
  }

  /** The kinds of metrics. */
  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    INFO;

    /** The name in documents. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where numbers come from, and with that what a restart does to them. */
  public enum Source {
    /** Counted as it happens; begins at 0 with the process. */
    EVENTS,
    /** Read from the ledger at each scrape; goes on across restarts. */
    LEDGER,
    /** Counted in the receiver; begins at 0 with the process. */
    RECEIVER,
    /** Told by Microsoft, and compared with what we saw; exists where that is configured. */
    HEALTH,
    /** Of the process itself. */
    PROCESS
  }

  /** Whose access tokens a series is about, and for what: the region is the process's. */
  private static final class Application {
    static final String LABELS = "region tenant client resource";
  }

  /** Which issue a series is about. Their number is bounded. */
  private static final class Health {
    static final String ISSUE = "issue_id";
  }

  /** What every core series carries. */
  private static final class Core {
    static final String LABELS = "region route path";
  }
}
