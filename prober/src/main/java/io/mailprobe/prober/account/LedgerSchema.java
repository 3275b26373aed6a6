package io.mailprobe.prober.account;

import io.mailprobe.store.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger's tables. Instants are microseconds since 1970 (UTC). The {@code ages} column counts
 * places of {@link io.mailprobe.protocol.AgeBounds}: a change of that list needs a new version
 * here.
 */
final class LedgerSchema {

  private static final List<String> FIRST =
      List.of(
          """
          CREATE TABLE probes (
            id TEXT PRIMARY KEY,
            route TEXT NOT NULL,
            region TEXT NOT NULL,
            sequence BIGINT NOT NULL,
            scheduled BIGINT NOT NULL,
            late_at BIGINT NOT NULL,
            lost_at BIGINT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('attempting', 'retrying', 'awaiting',
              'delivered', 'lost', 'rejected', 'abandoned', 'bounced')),
            attempts INTEGER NOT NULL,
            first_attempt BIGINT NOT NULL,
            last_attempt BIGINT NOT NULL,
            next_attempt BIGINT,
            last_outcome TEXT,
            last_phase TEXT,
            last_reply TEXT,
            last_front_end TEXT,
            accepted BIGINT,
            arrived BIGINT,
            ages INTEGER NOT NULL,
            next_age BIGINT,
            recovered INTEGER NOT NULL DEFAULT 0,
            duplicates_by_retry INTEGER NOT NULL DEFAULT 0,
            duplicates_by_provider INTEGER NOT NULL DEFAULT 0,
            troubled INTEGER NOT NULL DEFAULT 0,
            UNIQUE (route, sequence))
          """,
          "CREATE INDEX probes_by_tick ON probes (scheduled, id)",
          "CREATE INDEX probes_by_route ON probes (route, scheduled, id)",
          "CREATE INDEX probes_troubled ON probes (scheduled, id) WHERE troubled = 1",
          "CREATE INDEX probes_troubled_by_route ON probes (route, scheduled, id) WHERE troubled = 1",
          "CREATE INDEX probes_ageing ON probes (next_age) WHERE next_age IS NOT NULL",
          "CREATE INDEX probes_awaiting ON probes (lost_at) WHERE state = 'awaiting'",
          """
          CREATE INDEX probes_in_flight ON probes (route, scheduled)
          WHERE state IN ('attempting', 'retrying', 'awaiting')
          """,
          """
          CREATE TABLE attempts (
            probe TEXT NOT NULL REFERENCES probes (id),
            number INTEGER NOT NULL,
            started BIGINT NOT NULL,
            outcome TEXT,
            report TEXT,
            PRIMARY KEY (probe, number))
          """,
          """
          CREATE TABLE arrivals (
            journal TEXT NOT NULL,
            sequence BIGINT NOT NULL,
            probe TEXT NOT NULL REFERENCES probes (id),
            arrived BIGINT NOT NULL,
            page TEXT NOT NULL,
            PRIMARY KEY (journal, sequence))
          """,
          "CREATE INDEX arrivals_by_probe ON arrivals (probe, arrived)",
          "CREATE TABLE cursors (feed TEXT PRIMARY KEY, cursor TEXT NOT NULL)");

  /** Delivery reports: each once, whichever receivers it came to and how often. */
  private static final List<String> REPORTS =
      List.of(
          """
          CREATE TABLE reports (
            probe TEXT NOT NULL REFERENCES probes (id),
            digest TEXT NOT NULL,
            arrived BIGINT NOT NULL,
            line TEXT NOT NULL,
            PRIMARY KEY (probe, digest))
          """,
          """
          CREATE TABLE report_counts (
            route TEXT NOT NULL,
            action TEXT NOT NULL,
            reports BIGINT NOT NULL,
            PRIMARY KEY (route, action))
          """,
          "ALTER TABLE probes ADD COLUMN last_report TEXT",
          "ALTER TABLE probes ADD COLUMN last_reported BIGINT",
          "ALTER TABLE probes ADD COLUMN retry_until BIGINT");

  /** A journal restored from an older copy goes on to other arrivals under the same numbers. */
  private static final List<String> ARRIVALS_BY_CONTENT =
      List.of(
          """
          CREATE TABLE arrivals_by_content (
            journal TEXT NOT NULL,
            sequence BIGINT NOT NULL,
            probe TEXT NOT NULL REFERENCES probes (id),
            arrived BIGINT NOT NULL,
            page TEXT NOT NULL,
            PRIMARY KEY (journal, sequence, probe, arrived))
          """,
          "INSERT INTO arrivals_by_content SELECT journal, sequence, probe, arrived, page FROM arrivals",
          "DROP TABLE arrivals",
          "ALTER TABLE arrivals_by_content RENAME TO arrivals",
          "CREATE INDEX arrivals_by_probe ON arrivals (probe, arrived)");

  /**
   * {@code stepped} is by how much the clock was set while the probe waited. An arrival keeps the
   * instant of the receiver's clock, by which it is known, beside that of ours.
   */
  private static final List<String> CLOCKS =
      List.of(
          "ALTER TABLE probes ADD COLUMN stepped BIGINT NOT NULL DEFAULT 0",
          "ALTER TABLE arrivals ADD COLUMN by_our_clock BIGINT",
          "ALTER TABLE arrivals ADD COLUMN clock_ahead BIGINT",
          "ALTER TABLE arrivals ADD COLUMN clock_uncertainty BIGINT");

  /** Probes on their way while our receiver could not take them. */
  private static final List<String> RECEIVER_CAUSED =
      List.of("ALTER TABLE probes ADD COLUMN receiver_caused INTEGER NOT NULL DEFAULT 0");

  /** The tables that hold evidence of a probe, by its id in their column {@code probe}. */
  static final List<String> EVIDENCE = List.of("attempts", "arrivals", "reports");

  /** A start reads which probes are in flight from the index alone. */
  private static final List<String> IN_FLIGHT_BY_INDEX =
      List.of(
          "DROP INDEX probes_in_flight",
          """
          CREATE INDEX probes_in_flight ON probes (route, scheduled, stepped, state)
          WHERE state IN ('attempting', 'retrying', 'awaiting')
          """);

  /** What is sent through each mailbox, by the minute, for a day and a little. */
  private static final List<String> MAILBOX_USE =
      List.of(
          """
          CREATE TABLE mailbox_use (
            mailbox TEXT NOT NULL,
            minute BIGINT NOT NULL,
            external INTEGER NOT NULL,
            recipients INTEGER NOT NULL,
            PRIMARY KEY (mailbox, minute))
          """);

  static final Schema SCHEMA =
      new Schema(
          "ledger",
          List.of(
              FIRST,
              REPORTS,
              ARRIVALS_BY_CONTENT,
              totals(),
              CLOCKS,
              IN_FLIGHT_BY_INDEX,
              RECEIVER_CAUSED,
              MAILBOX_USE));

  private LedgerSchema() {}

  /** Numbers of their own, which outlive the probes, and indexes for what a start looks for. */
  private static List<String> totals() {
    List<String> steps = new ArrayList<>();
    steps.add(
        """
        CREATE TABLE totals (
          route TEXT NOT NULL,
          name TEXT NOT NULL,
          amount BIGINT NOT NULL,
          PRIMARY KEY (route, name))
        """);
    steps.add(total("'opened'", "count(*)", "", ""));
    steps.add(total("'sequence'", "max(sequence)", "", ""));
    steps.add(
        total(
            "state",
            "count(*)",
            "WHERE state NOT IN ('attempting', 'retrying', 'awaiting')",
            ", state"));
    steps.add(total("'recovered'", "sum(recovered)", "", ""));
    steps.add(total("'duplicates_by_retry'", "sum(duplicates_by_retry)", "", ""));
    steps.add(total("'duplicates_by_provider'", "sum(duplicates_by_provider)", "", ""));
    String delivered = "WHERE state = 'delivered' AND arrived ";
    steps.add(total("'latencies'", "sum(arrived - scheduled)", delivered + "> scheduled", ""));
    steps.add(total("'negative_latencies'", "count(*)", delivered + "< scheduled", ""));
    steps.add(total("'last_arrival'", "max(arrived)", "WHERE arrived IS NOT NULL", ""));
    steps.add(total("'last_attempt'", "max(last_attempt)", "", ""));
    steps.add(
        total("'delivered_from_' || ages", "count(*)", "WHERE state = 'delivered'", ", ages"));
    for (int age = 0; age < 21; age++) {
      steps.add(total("'undelivered_" + age + "'", "count(*)", "WHERE ages > " + age, ""));
    }
    steps.add(
        """
        INSERT INTO totals (route, name, amount)
        SELECT route, 'reported_' || action, reports FROM report_counts
        """);
    steps.add("DROP TABLE report_counts");
    steps.add("CREATE INDEX probes_attempting ON probes (id) WHERE state = 'attempting'");
    steps.add("CREATE INDEX probes_retrying ON probes (next_attempt) WHERE state = 'retrying'");
    steps.add("CREATE INDEX probes_smooth ON probes (scheduled, id) WHERE troubled = 0");
    return steps;
  }

  private static String total(String name, String amount, String where, String group) {
    return "INSERT INTO totals (route, name, amount) SELECT route, %s, %s FROM probes %s GROUP BY route%s"
        .formatted(name, amount, where, group);
  }
}
