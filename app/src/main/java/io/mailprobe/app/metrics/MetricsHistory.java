package io.mailprobe.app.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Metrics over a time as a Prometheus would have scraped them, kept in little room, and written as
 * OpenMetrics text with timestamps: what {@code promtool tsdb create-blocks-from openmetrics}
 * takes. Or handed over series by series. As with {@code honor_labels}, a label of a series comes
 * before that of its target. Each target is of one thread, and all targets are before they are
 * scraped.
 */
public final class MetricsHistory {

  private static final String NAME = "__name__";

  private static final int BUFFER = 1 << 20;

  /** How many scrapes of a series that never changes have one sample. */
  private static final int THINNED = 4;

  /** No data point has more samples: buckets, count and sum. */
  private static final int MOST_SAMPLES = 256;

  private final Predicate<String> wanted;
  private final List<Target> targets = new ArrayList<>();
  private final Map<String, FamilyText> families = new TreeMap<>();

  /**
   * @param wanted which families are kept, by their names in docs/metrics.md; {@code up} is kept
   *     always
   */
  public MetricsHistory(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  /**
   * A target that is scraped, from now on.
   *
   * @param labels what a scrape adds to its series: {@code job}, {@code instance}, {@code role},
   *     {@code region}
   */
  public Target target(Map<String, String> labels) {
    Target target = new Target(new TreeMap<>(labels));
    targets.add(target);
    return target;
  }

  private boolean mayBeWanted(String name) {
    return SampleForm.SUFFIXES.stream().anyMatch(suffix -> wanted.test(name + suffix));
  }

  /** One target's scrapes. */
  public final class Target {

    private final Map<String, String> labels;
    private final Map<String, List<Row>> rows = new TreeMap<>();
    private final double[] values = new double[MOST_SAMPLES];
    private final Column up;
    private long[] times = new long[256];
    private int scrapes;

    private Target(Map<String, String> labels) {
      this.labels = labels;
      this.up = new Column(labels("up", "", Labels.EMPTY, List.of()));
      families.computeIfAbsent("up", FamilyText::up).columns(this).add(up);
    }

    /** It is scraped at this instant, later than the one before, and answers with these. */
    public void scrape(Metrics metrics, Instant at) {
      scrape(metrics.snapshots(MetricsHistory.this::mayBeWanted), at);
    }

    void scrape(MetricSnapshots snapshots, Instant at) {
      int scrape = begin(at);
      up.put(scrape, 1);
      for (MetricSnapshot family : snapshots) {
        String name = family.getMetadata().getPrometheusName();
        if (wanted.test(name + SampleForm.suffix(family))) {
          List<Row> known = rows.computeIfAbsent(name, _ -> new ArrayList<>());
          put(family, known, scrape);
        }
      }
    }

    /** It is scraped and does not answer. */
    public void down(Instant at) {
      up.put(begin(at), 0);
    }

    private int begin(Instant at) {
      long millis = at.toEpochMilli();
      if (scrapes > 0 && times[scrapes - 1] >= millis) {
        throw new IllegalArgumentException("a scrape at " + at + ", not after the one before");
      }
      if (scrapes == times.length) {
        times = Arrays.copyOf(times, scrapes * 2);
      }
      times[scrapes] = millis;
      scrapes++;
      return scrapes - 1;
    }

    /** A family's points come in the same order each time, but for those that are new. */
    private void put(MetricSnapshot family, List<Row> known, int scrape) {
      int next = 0;
      for (DataPointSnapshot point : family.getDataPoints()) {
        int found = find(known, point.getLabels(), next);
        if (found < 0) {
          known.add(next, row(family, point));
          found = next;
        }
        int size = SampleForm.values(point, values);
        List<Column> columns = known.get(found).columns();
        for (int i = 0; i < size; i++) {
          columns.get(i).put(scrape, values[i]);
        }
        next = found + 1;
      }
    }

    private static int find(List<Row> known, Labels labels, int next) {
      for (int i = next; i < known.size(); i++) {
        if (known.get(i).labels().equals(labels)) {
          return i;
        }
      }
      for (int i = 0; i < next; i++) {
        if (known.get(i).labels().equals(labels)) {
          return i;
        }
      }
      return -1;
    }

    private Row row(MetricSnapshot family, DataPointSnapshot point) {
      String name = family.getMetadata().getPrometheusName();
      List<Column> columns = new ArrayList<>();
      for (SampleForm form : SampleForm.of(point)) {
        columns.add(
            new Column(
                labels(name, form.suffix(), point.getLabels(), form.label().stream().toList())));
      }
      synchronized (families) {
        families.computeIfAbsent(name, _ -> FamilyText.of(family)).columns(this).addAll(columns);
      }
      return new Row(point.getLabels(), columns);
    }

    private SortedMap<String, String> labels(
        String name, String suffix, Labels own, List<SampleForm.Label> ofTheFormat) {
      SortedMap<String, String> all = new TreeMap<>(labels);
      for (int i = 0; i < own.size(); i++) {
        all.put(own.getPrometheusName(i), own.getValue(i));
      }
      ofTheFormat.forEach(label -> all.put(label.name(), label.value()));
      all.put(NAME, name + suffix);
      return all;
    }

    private void hand(Column column, int every, Taker taker) throws IOException {
      long[] instants = new long[scrapes];
      double[] samples = new double[scrapes];
      int[] size = {0};
      column.each(
          (from, to, value) -> {
            for (int scrape = from; scrape < to; scrape += every) {
              instants[size[0]] = times[scrape];
              samples[size[0]] = value;
              size[0]++;
            }
          });
      taker.series(column.labels(), instants, samples, size[0]);
    }

    private void write(Column column, byte[][] stamps, OutputStream out) throws IOException {
      byte[] start = start(column.labels()).getBytes(UTF_8);
      column.each(
          (from, to, value) -> {
            byte[] number = number(value);
            for (int scrape = from; scrape < to; scrape++) {
              out.write(start);
              out.write(number);
              out.write(stamps[scrape]);
            }
          });
    }

    /** How the line of each scrape ends. */
    private byte[][] stamps() {
      byte[][] stamps = new byte[scrapes][];
      for (int i = 0; i < scrapes; i++) {
        long millis = times[i] % 1_000;
        stamps[i] =
            (millis == 0
                    ? " %d\n".formatted(times[i] / 1_000)
                    : " %d.%03d\n".formatted(times[i] / 1_000, millis))
                .getBytes(UTF_8);
      }
      return stamps;
    }
  }

  /** A data point and its series. */
  private record Row(Labels labels, List<Column> columns) {}

  /** How each line of a series begins, up to the value. */
  private static String start(SortedMap<String, String> labels) {
    StringBuilder text = new StringBuilder(labels.getOrDefault(NAME, ""));
    char before = '{';
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (!label.getKey().equals(NAME)) {
        text.append(before).append(label.getKey()).append("=\"");
        text.append(FamilyText.escape(label.getValue())).append('"');
        before = ',';
      }
    }
    return text.append(before == '{' ? " " : "} ").toString();
  }

  private static byte[] number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return (whole ? Long.toString((long) value) : SampleForm.number(value)).getBytes(UTF_8);
  }

  /** Takes in series. */
  @FunctionalInterface
  public interface Taker {

    /**
     * One of them, whole.
     *
     * @param labels its name among them
     * @param millis when it was scraped, in order
     * @param size how many values there are; what is beyond is of no meaning
     */
    void series(SortedMap<String, String> labels, long[] millis, double[] values, int size)
        throws IOException;
  }

  /**
   * Hands all of it over, of some families thinned: series that never change have a sample in four.
   * That is the same to whoever looks at no less than four scrapes of them, as {@code
   * increase(x[2m])} does.
   *
   * @param thinned the families, by their names as where they are wanted
   */
  public void each(Predicate<String> thinned, Taker taker) throws IOException {
    for (Map.Entry<String, FamilyText> each : families.entrySet()) {
      boolean thin =
          SampleForm.SUFFIXES.stream().allMatch(suffix -> thinned.test(each.getKey() + suffix));
      for (Target target : targets) {
        for (Column column : each.getValue().columns(target)) {
          target.hand(column, thin && column.isConstant() ? THINNED : 1, taker);
        }
      }
    }
  }

  /** Writes all of it, each family in one piece. */
  public void write(Path file) throws IOException {
    Map<Target, byte[][]> stamps = new HashMap<>();
    targets.forEach(target -> stamps.put(target, target.stamps()));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
      for (FamilyText family : families.values()) {
        out.write(family.head().getBytes(UTF_8));
        for (Target target : targets) {
          byte[][] ofTarget = stamps.getOrDefault(target, new byte[0][]);
          for (Column column : family.columns(target)) {
            target.write(column, ofTarget, out);
          }
        }
      }
      out.write("# EOF\n".getBytes(UTF_8));
    }
  }

  /** How many series there are. */
  public int series() {
    return families.values().stream().mapToInt(FamilyText::size).sum();
  }
}
