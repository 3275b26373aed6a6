package io.mailprobe.app.report;

import io.mailprobe.prober.account.PastProbe;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The probes that were on their way for longest, each with its id. */
final class Worst {

  private static final int KEPT = 25;

  private static final Comparator<Report.Probe> WORST_FIRST =
      Comparator.comparingDouble(Report.Probe::ageSeconds)
          .reversed()
          .thenComparing(Report.Probe::scheduled)
          .thenComparing(Report.Probe::id);

  private final Instant known;
  private final TreeSet<Report.Probe> probes = new TreeSet<>(WORST_FIRST);

  Worst(Instant known) {
    this.known = known;
  }

  /** Takes in a probe that was late, or was given another verdict than delivered. */
  void add(PastProbe probe) {
    ProbeRecord record = probe.record();
    Instant left = record.arrived().or(probe::left).orElse(known);
    long age = Math.max(0, Grid.micros(left) - Grid.micros(record.due()));
    probes.add(
        new Report.Probe(
            record.id().toString(),
            record.region(),
            record.route(),
            Text.cut(record.due()),
            record.verdict().map(Verdict::label).orElse("in_flight"),
            record.arrived().map(Text::cut),
            Text.seconds(age),
            record.attempts(),
            record.lastReply().map(Text::line),
            record.lastFrontEnd().map(Text::line)));
    if (probes.size() > KEPT) {
      probes.pollLast();
    }
  }

  List<Report.Probe> list() {
    return new ArrayList<>(probes);
  }
}
