package io.mailprobe.app.metrics.otlp;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DistributionDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.time.Instant;
import java.util.Map;

/**
 * The metrics of a process as an ExportMetricsServiceRequest of OTLP 1, each under the name and
 * with the labels by which it is scraped. Histograms have their classic buckets; what counts from
 * before the process began has no start.
 */
final class OtlpForm {

  private static final long CUMULATIVE = 2;

  private final Map<String, String> resource;

  /**
   * @param resource what all of them are of: {@code service.name}, …
   */
  OtlpForm(Map<String, String> resource) {
    this.resource = Map.copyOf(resource);
  }

  /** These, as they are now. */
  byte[] request(MetricSnapshots families, Instant now) {
    Proto scope = new Proto().message(1, new Proto().text(1, "io.mailprobe"));
    long nanos = nanos(now);
    for (MetricSnapshot family : families) {
      if (!family.getDataPoints().isEmpty()) {
        scope.message(2, metric(family, nanos));
      }
    }
    Proto of = new Proto();
    resource.forEach((name, value) -> of.message(1, attribute(name, value)));
    return new Proto().message(1, new Proto().message(1, of).message(2, scope)).bytes();
  }

  private static Proto metric(MetricSnapshot family, long now) {
    MetricMetadata metadata = family.getMetadata();
    String name = metadata.getPrometheusName();
    Proto points = new Proto();
    for (DataPointSnapshot point : family.getDataPoints()) {
      points.message(1, point(point, now));
    }
    Proto metric = new Proto();
    switch (family) {
      case CounterSnapshot _ ->
          metric.text(1, name + "_total").message(7, points.number(2, CUMULATIVE).number(3, 1));
      // Always 1 and no measurement: OpenTelemetry makes a sum that may fall of it.
      case InfoSnapshot _ ->
          metric.text(1, name + "_info").message(7, points.number(2, CUMULATIVE));
      case HistogramSnapshot _ -> metric.text(1, name).message(9, points.number(2, CUMULATIVE));
      case SummarySnapshot _ -> metric.text(1, name).message(11, points);
      default -> metric.text(1, name).message(5, points);
    }
    if (metadata.getHelp() != null) {
      metric.text(2, metadata.getHelp());
    }
    if (metadata.getUnit() != null) {
      metric.text(3, unit(metadata.getUnit()));
    }
    return metric;
  }

  /** As UCUM writes it. */
  private static String unit(Unit unit) {
    if (unit.equals(Unit.SECONDS)) {
      return "s";
    }
    return unit.equals(Unit.BYTES) ? "By" : unit.toString();
  }

  private static Proto point(DataPointSnapshot point, long now) {
    return switch (point) {
      case CounterDataPointSnapshot counter -> number(counter, counter.getValue(), now);
      case GaugeDataPointSnapshot gauge -> number(gauge, gauge.getValue(), now);
      case UnknownDataPointSnapshot unknown -> number(unknown, unknown.getValue(), now);
      case HistogramDataPointSnapshot histogram -> histogram(histogram, now);
      case SummaryDataPointSnapshot summary -> summary(summary, now);
      default -> number(point, 1, now); // Of an info.
    };
  }

  private static Proto begun(DataPointSnapshot point, long now) {
    Proto made = new Proto();
    if (point.hasCreatedTimestamp()) {
      made.fixed(2, point.getCreatedTimestampMillis() * 1_000_000);
    }
    return made.fixed(3, now);
  }

  private static Proto number(DataPointSnapshot point, double value, long now) {
    return attributes(begun(point, now).real(4, value), 7, point.getLabels());
  }

  private static Proto histogram(HistogramDataPointSnapshot histogram, long now) {
    ClassicHistogramBuckets buckets = histogram.getClassicBuckets();
    long[] counts = new long[buckets.size()];
    long[] bounds = new long[Math.max(0, buckets.size() - 1)]; // The last has none.
    for (int i = 0; i < counts.length; i++) {
      counts[i] = buckets.getCount(i);
      if (i < bounds.length) {
        bounds[i] = Double.doubleToRawLongBits(buckets.getUpperBound(i));
      }
    }
    Proto made = distribution(histogram, now).packed(6, counts).packed(7, bounds);
    for (Exemplar exemplar : histogram.getExemplars()) {
      made.message(8, exemplar(exemplar));
    }
    return attributes(made, 9, histogram.getLabels());
  }

  private static Proto summary(SummaryDataPointSnapshot summary, long now) {
    Proto made = distribution(summary, now);
    for (Quantile quantile : summary.getQuantiles()) {
      made.message(6, new Proto().real(1, quantile.getQuantile()).real(2, quantile.getValue()));
    }
    return attributes(made, 7, summary.getLabels());
  }

  private static Proto distribution(DistributionDataPointSnapshot point, long now) {
    Proto made = begun(point, now).fixed(4, point.getCount());
    return point.hasSum() ? made.real(5, point.getSum()) : made;
  }

  private static Proto exemplar(Exemplar exemplar) {
    Proto made = new Proto();
    if (exemplar.hasTimestamp()) {
      made.fixed(2, exemplar.getTimestampMillis() * 1_000_000);
    }
    return attributes(made.real(3, exemplar.getValue()), 7, exemplar.getLabels());
  }

  private static Proto attributes(Proto made, int field, Labels labels) {
    for (Label label : labels) {
      made.message(field, attribute(label.getName(), label.getValue()));
    }
    return made;
  }

  private static Proto attribute(String name, String value) {
    return new Proto().text(1, name).message(2, new Proto().text(1, value));
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
  }
}
