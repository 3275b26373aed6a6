package io.mailprobe.app.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes {@code docs/metrics.md} from the catalogue. */
final class MetricsDocument {

  private MetricsDocument() {}

  /** Takes the file to write. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), text());
  }

  static String text() {
    return """
    # Metrics

    What `/metrics` exports. Written from the catalogue in `Metric.java` by `MetricsDocument`; a test holds the two together.

    Every label is bounded by the configuration or by a closed list; where a peer chooses the value, by a fixed number of
    combinations. All series whose labels are known beforehand exist from the start, at 0; those of a phase's durations, from the
    first session that came so far. The program scrapes itself before it listens: a fault in that ends the start. The bounds of
    latencies and ages are one list, from 1 s to 24 h, and `age` is written as `le` is (`"60.0"`), so that the late ratio at
    any bound is exact:

        sum by (region, route) (rate(mailprobe_undelivered_age_total{age="60.0"}[5m]))
          / (sum by (region, route) (rate(mailprobe_undelivered_age_total{age="60.0"}[5m]))
             + sum by (region, route) (rate(mailprobe_end_to_end_latency_seconds_bucket{le="60.0"}[5m])))

    `purpose` is `submit`, `canary` or `control`; of a canary the `route` is its name; `outcome` is `accepted`, `deferred`, `rejected`, `closed`, `timed_out`,
    `connect_failed`, `dns_failed`, `tls_failed`, `auth_failed`, `token_failed` or `uncertain`; `phase` is `token`, `connect`, `banner`,
    `ehlo`, `starttls`, `tls_ehlo`, `auth`, `mail`, `rcpt`, `data`, `end_of_data` or `quit`. `side` is `submit` where
    the reply was ours, and `report` where a delivery report told of it: then `phase` is `unknown`. `enhanced_code`, `forest`
    and `site` are `none` where a reply or a server's name tells none. `reason` of a reply is one of the list in
    [classification.md](classification.md), `party` is `exchange_online`, `us`, `credentials`, `own_rate`, `receiver` or
    `unknown`: [blame.md](blame.md). `resource` is what a token is for, such as `outlook.office365.com`. Beside these, the JVM's and the process's own metrics come under
    the names that Micrometer gives them (`jvm_…`, `process_…`, `system_…`).

    """
        + section("From the ledger", "They go on across restarts.", Metric.Source.LEDGER)
        + section("From sessions and schedule", "They begin at 0.", Metric.Source.EVENTS)
        + section("From the receiver", "They begin at 0.", Metric.Source.RECEIVER)
        + section(
            "From Microsoft's service health",
            "Where `service_health` is configured. They annotate; no rule and no verdict looks at"
                + " them.\nAt most 50 issues, those resolved longest ago left out first.",
            Metric.Source.HEALTH)
        + section("From the process", "They tell what runs.", Metric.Source.PROCESS)
        + """
        ## Exemplars

        In OpenMetrics and by OTLP each bucket of `mailprobe_end_to_end_latency_seconds` carries the `probe_id` of its newest probe, whose evidence
        is at `/probes/ID`. Prometheus keeps them with `--enable-feature=exemplar-storage`.

        ## Native histograms

        `metrics.histograms: classic-and-native` adds them to the histograms that are observed as they happen. **A Prometheus that takes native
        histograms then keeps no buckets of these**, unless its scrape configuration says `always_scrape_classic_histograms`
        (`scrape_classic_histograms` before 3.0; 2.44 and older have neither): what asks for `_bucket` finds nothing, without an error. So they are
        off by default. `mailprobe_end_to_end_latency_seconds`, on which alerts stand, is classic always: the ledger keeps buckets, not durations.

        ## What has no metric of its own

        | asked for | is |
        | --- | --- |
        | attempts to submit | `mailprobe_sessions_total` with `purpose="submit"`; each has exactly one outcome |
        | replies that our receiver gave | `mailprobe_receiver_refusals_total`, `mailprobe_receiver_deferrals_total` |
        | messages that came damaged | `mailprobe_receiver_unverified_total`: what is not as we signed it is no probe of ours |
        | whether our receiver can be reached from outside | the control route: all metrics with `path="control"` |
        | the objective | `slo:mailprobe_objective:ratio`, a rule that ships: it belongs to who alerts |
        | whether the configuration was read again | nothing: it is read at the start, and one with an error ends the start |
        """;
  }

  private static String section(String title, String remark, Metric.Source source) {
    return "## "
        + title
        + "\n\n"
        + remark
        + "\n\n| metric | kind | labels | meaning |\n| --- | --- | --- | --- |\n"
        + Arrays.stream(Metric.values())
            .filter(metric -> metric.source() == source)
            .map(MetricsDocument::row)
            .collect(Collectors.joining())
        + "\n";
  }

  private static String row(Metric metric) {
    String labels =
        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |\n"
        .formatted(metric.id(), metric.kind().label(), labels, metric.help());
  }
}
