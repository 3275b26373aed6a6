package io.mailprobe.app.report;

import io.mailprobe.prober.account.PastProbe;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.session.Outcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** The probes of one route: each in a few bytes, and the first late ones. */
final class ProbePast {

  private static final List<Verdict> VERDICTS = List.of(Verdict.values());
  private static final long DELIVERED = VERDICTS.indexOf(Verdict.DELIVERED);
  private static final long IN_FLIGHT = VERDICTS.size();

  /** The bits of what else is known of a probe, above its verdict. */
  private static final long LATE = 1 << 4;

  private static final long TURNED_AWAY = 1 << 5;
  private static final long OPEN = 1 << 6;
  private static final long RECEIVER_CAUSED = 1 << 7;
  private static final long RECOVERED = 1 << 8;

  /** Where the numbers of its duplicates begin, each of 16 bits. */
  private static final int BY_RETRY = 16;

  private static final int BY_PROVIDER = 32;
  private static final int MOST_DUPLICATES = 0xFFFF;

  private final ReportedRoute route;
  private final Grid grid;
  private final long known;
  private final Longs dues = new Longs();
  private final Longs ends = new Longs();
  private final Longs marks = new Longs();
  private final Earliest<Sign.Late> late;
  private final Earliest<Sign.Late> undelivered;
  private int[] order = {};

  /**
   * @param known up to when it is known what became of the probes
   */
  ProbePast(ReportedRoute route, Grid grid, Instant known) {
    this.route = route;
    this.grid = grid;
    this.known = Grid.micros(known);
    this.late = new Earliest<>(grid);
    this.undelivered = new Earliest<>(grid);
  }

  void add(PastProbe probe) {
    ProbeRecord record = probe.record();
    long due = Grid.micros(record.due());
    boolean delivered = record.verdict().filter(Verdict.DELIVERED::equals).isPresent();
    boolean inTime =
        delivered && record.arrived().filter(at -> !at.isAfter(probe.lateAt())).isPresent();
    boolean open = record.verdict().isEmpty() && known <= Grid.micros(probe.lateAt());
    boolean isLate = !inTime && !open;
    dues.add(due);
    ends.add(Math.max(due, probe.left().map(Grid::micros).orElse(Long.MAX_VALUE)));
    marks.add(
        record.verdict().map(verdict -> (long) VERDICTS.indexOf(verdict)).orElse(IN_FLIGHT)
            | (isLate ? LATE : 0)
            | (open ? OPEN : 0)
            | (wasTurnedAway(probe) ? TURNED_AWAY : 0)
            | (record.receiverCaused() ? RECEIVER_CAUSED : 0)
            | (probe.recovered() ? RECOVERED : 0)
            | duplicates(probe.duplicatesByRetry()) << BY_RETRY
            | duplicates(probe.duplicatesByProvider()) << BY_PROVIDER);
    if (isLate) {
      Sign.Late sign = sign(probe);
      late.add(due, sign.probe(), sign);
      if (!delivered) {
        undelivered.add(due, sign.probe(), sign);
      }
    }
  }

  private static long duplicates(int count) {
    return Math.min(count, MOST_DUPLICATES);
  }

  private static boolean wasTurnedAway(PastProbe probe) {
    return probe.attempts().stream()
        .map(ProbeHistory.Attempt::report)
        .flatMap(Optional::stream)
        .anyMatch(report -> report.outcome() != Outcome.ACCEPTED);
  }

  private Sign.Late sign(PastProbe probe) {
    ProbeRecord record = probe.record();
    return new Sign.Late(
        Text.cut(probe.lateAt()),
        route.name(),
        record.id().toString(),
        Text.cut(record.due()),
        record.latency().map(Text::seconds),
        record.verdict().map(Verdict::label).orElse("in_flight"));
  }

  /** No more will be added. */
  void close() {
    order =
        IntStream.range(0, dues.size())
            .boxed()
            .sorted(Comparator.comparingLong(dues::get))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  ReportedRoute route() {
    return route;
  }

  Optional<Sign.Late> firstLate(LongPredicate due) {
    return late.first(due);
  }

  Optional<Sign.Late> firstUndelivered(LongPredicate due) {
    return undelivered.first(due);
  }

  /** What is said of the probes with such ticks. */
  ProbeCounts counts(LongPredicate due) {
    ProbeCounts counts = new ProbeCounts();
    for (int i = 0; i < dues.size(); i++) {
      if (due.test(dues.get(i))) {
        long mark = marks.get(i);
        long verdict = mark & 0xF;
        counts.add(
            verdict == IN_FLIGHT ? Optional.empty() : Optional.of(VERDICTS.get((int) verdict)),
            has(mark, LATE),
            has(mark, TURNED_AWAY),
            has(mark, RECEIVER_CAUSED),
            has(mark, RECOVERED));
        counts.addDuplicates(
            (int) (mark >> BY_RETRY) & MOST_DUPLICATES,
            (int) (mark >> BY_PROVIDER) & MOST_DUPLICATES);
      }
    }
    return counts;
  }

  private static boolean has(long mark, long bit) {
    return (mark & bit) != 0;
  }

  /** As a course in which trouble can be found. */
  Trouble.Course course() {
    return new Trouble.Course() {
      @Override
      public int size() {
        return order.length;
      }

      @Override
      public long at(int index) {
        return dues.get(order[index]);
      }

      @Override
      public Trouble.Mark mark(int index) {
        long mark = marks.get(order[index]);
        if (has(mark, LATE) || has(mark, TURNED_AWAY)) {
          return Trouble.Mark.BAD;
        }
        return has(mark, OPEN) ? Trouble.Mark.OPEN : Trouble.Mark.WELL;
      }
    };
  }

  /** The course over the buckets of the grid. */
  Series series(long from, long end) {
    SeriesMaker maker = new SeriesMaker(grid, from, end, known);
    for (int index : order) {
      long mark = marks.get(index);
      boolean delivered = (mark & 0xF) == DELIVERED;
      maker.add(dues.get(index), ends.get(index), delivered, has(mark, LATE));
    }
    return maker.make();
  }

  /** How old a probe became before it was in flight no more, at most. */
  long oldestAge(LongPredicate due) {
    long oldest = 0;
    for (int i = 0; i < dues.size(); i++) {
      if (due.test(dues.get(i))) {
        oldest = Math.max(oldest, Math.min(ends.get(i), known) - dues.get(i));
      }
    }
    return oldest;
  }

  /** The latencies of those that were delivered, ascending, in microseconds. */
  long[] latencies(LongPredicate due) {
    long[] all =
        IntStream.range(0, dues.size())
            .filter(i -> (marks.get(i) & 0xF) == DELIVERED)
            .filter(i -> due.test(dues.get(i)))
            .mapToLong(i -> ends.get(i) - dues.get(i))
            .toArray();
    Arrays.sort(all);
    return all;
  }

  /** The ticks in their order. */
  long[] ticks() {
    return Arrays.stream(order).mapToLong(dues::get).toArray();
  }
}
