package io.mailprobe.app.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The samples that a metric's data point becomes in OpenMetrics text: their names and values, in
 * one order.
 *
 * @param suffix what follows the name of the family
 * @param label the label that tells it from the others of its point
 */
record SampleForm(String suffix, Optional<Label> label) {

  /** What may follow the name of a family in the name by which it is wanted. */
  static final List<String> SUFFIXES = List.of("", "_total", "_info");

  /** A label of the format's own. */
  record Label(String name, String value) {}

  private static SampleForm of(String suffix) {
    return new SampleForm(suffix, Optional.empty());
  }

  private static SampleForm of(String suffix, String label, String value) {
    return new SampleForm(suffix, Optional.of(new Label(label, value)));
  }

  /** The type of a family, as the format calls it. */
  static String type(MetricSnapshot family) {
    return switch (family) {
      case CounterSnapshot _ -> "counter";
      case GaugeSnapshot _ -> "gauge";
      case HistogramSnapshot histogram ->
          histogram.isGaugeHistogram() ? "gaugehistogram" : "histogram";
      case InfoSnapshot _ -> "info";
      case SummarySnapshot _ -> "summary";
      default -> "unknown";
    };
  }

  /** What the one sample of a family's point is called after, or the family itself. */
  static String suffix(MetricSnapshot family) {
    return switch (family) {
      case CounterSnapshot _ -> "_total";
      case InfoSnapshot _ -> "_info";
      default -> "";
    };
  }

  /** The samples of a point. */
  static List<SampleForm> of(DataPointSnapshot point) {
    return switch (point) {
      case CounterDataPointSnapshot _ -> List.of(of("_total"));
      case GaugeDataPointSnapshot _, UnknownDataPointSnapshot _ -> List.of(of(""));
      case InfoDataPointSnapshot _ -> List.of(of("_info"));
      case HistogramDataPointSnapshot histogram -> histogram(histogram);
      case SummaryDataPointSnapshot summary -> summary(summary);
      default -> throw unfit(point);
    };
  }

  private static List<SampleForm> histogram(HistogramDataPointSnapshot histogram) {
    List<SampleForm> forms = new ArrayList<>();
    ClassicHistogramBuckets buckets = histogram.getClassicBuckets();
    for (int i = 0; i < buckets.size(); i++) {
      forms.add(of("_bucket", "le", number(buckets.getUpperBound(i))));
    }
    forms.add(of("_count"));
    forms.add(of("_sum"));
    return forms;
  }

  private static List<SampleForm> summary(SummaryDataPointSnapshot summary) {
    List<SampleForm> forms = new ArrayList<>();
    for (Quantile quantile : summary.getQuantiles()) {
      forms.add(of("", "quantile", number(quantile.getQuantile())));
    }
    forms.add(of("_count"));
    forms.add(of("_sum"));
    return forms;
  }

  /** The values of a point's samples, in the order of {@link #of(DataPointSnapshot)}. */
  static int values(DataPointSnapshot point, double[] into) {
    return switch (point) {
      case CounterDataPointSnapshot counter -> one(counter.getValue(), into);
      case GaugeDataPointSnapshot gauge -> one(gauge.getValue(), into);
      case UnknownDataPointSnapshot unknown -> one(unknown.getValue(), into);
      case InfoDataPointSnapshot _ -> one(1, into);
      case HistogramDataPointSnapshot histogram -> {
        ClassicHistogramBuckets buckets = histogram.getClassicBuckets();
        long within = 0;
        int size = 0;
        for (; size < buckets.size(); size++) {
          within += buckets.getCount(size);
          into[size] = within;
        }
        into[size] = histogram.getCount();
        into[size + 1] = histogram.getSum();
        yield size + 2;
      }
      case SummaryDataPointSnapshot summary -> {
        int size = 0;
        for (Quantile quantile : summary.getQuantiles()) {
          into[size] = quantile.getValue();
          size++;
        }
        into[size] = summary.getCount();
        into[size + 1] = summary.getSum();
        yield size + 2;
      }
      default -> throw unfit(point);
    };
  }

  private static int one(double value, double[] into) {
    into[0] = value;
    return 1;
  }

  private static IllegalArgumentException unfit(DataPointSnapshot point) {
    return new IllegalArgumentException("no metric of ours: " + point.getClass().getName());
  }

  /** A number as the format has it. */
  static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return Double.toString(value);
  }
}
