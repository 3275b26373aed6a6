package io.mailprobe.app.status;

import io.mailprobe.app.status.Finding.Witness;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.report.Action;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How what delivery reports say of the probes is put into a sentence, where it matters. */
final class ReportWords {

  /** Reports of so long ago are worth a remark where all else is well. */
  private static final int LATELY_SECONDS = 900;

  private ReportWords() {}

  /**
   * Most of the latest probes are undeliverable: nobody need wait for them.
   *
   * @param witnesses how many it takes at least
   */
  static Optional<Finding> returned(Evidence evidence, int witnesses, String standing) {
    List<ProbeRecord> decided =
        evidence.probesBetween(evidence.ticks(12, 60), Duration.ZERO).stream()
            .filter(probe -> probe.verdict().isPresent())
            .toList();
    List<ProbeRecord> newest =
        decided.subList(Math.max(0, decided.size() - witnesses), decided.size());
    long returned = bounced(decided);
    return returned < witnesses || returned * 2 < decided.size() || bounced(newest) == 0
        ? Optional.empty()
        : Optional.of(
            new Finding(
                State.FAILING,
                "Failing: %d of the last %d probes came back, by delivery reports"
                    .formatted(returned, decided.size()),
                "Each one's page has its report. " + standing,
                evidence.returnedBy(),
                Witness.REPORTS));
  }

  /** Of what is in flight: what is reported to wait elsewhere. */
  static String waiting(Evidence evidence) {
    List<ProbeRecord> delayed =
        evidence.probes().stream()
            .filter(probe -> probe.verdict().isEmpty())
            .filter(probe -> probe.lastReport().equals(Optional.of(Action.DELAYED)))
            .toList();
    String until =
        delayed.stream()
            .flatMap(probe -> probe.retryUntil().stream())
            .max(Comparator.naturalOrder())
            .map(at -> ", tried until " + at.truncatedTo(ChronoUnit.MINUTES))
            .orElse("");
    return delayed.isEmpty()
        ? ""
        : " Reported as delayed: " + Words.probes(delayed.size()) + until + ".";
  }

  /** Some came back, which alone does not make a route bad. */
  static String cameBack(Evidence evidence) {
    long returned =
        bounced(evidence.probesBetween(evidence.ticks(30, LATELY_SECONDS), Duration.ZERO));
    return returned == 0
        ? ""
        : " By delivery reports " + Words.probes(returned) + " came back lately.";
  }

  private static long bounced(List<ProbeRecord> probes) {
    return probes.stream()
        .filter(probe -> probe.verdict().equals(Optional.of(Verdict.BOUNCED)))
        .count();
  }
}
