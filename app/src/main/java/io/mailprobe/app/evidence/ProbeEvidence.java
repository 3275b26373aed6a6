package io.mailprobe.app.evidence;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.account.ProbeHistory;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * All the evidence of one probe: what {@code /api/v1/probes/{id}} answers and {@code mailprobe
 * show} prints.
 *
 * @param now when it was put together
 * @param probe the probe as a line of a list
 * @param attempts in their order, each with the phases, replies and redacted transcript of its
 *     session
 * @param arrivals in their order, each with its way, the clock's offset used and its header block
 * @param reports delivery reports in the order of their coming
 */
public record ProbeEvidence(
    Instant now,
    ProbeView probe,
    List<AttemptView> attempts,
    List<ArrivalView> arrivals,
    List<ReportView> reports) {

  private static final String NO_EVIDENCE = "this is no evidence of a probe: ";

  public ProbeEvidence {
    attempts = List.copyOf(attempts);
    arrivals = List.copyOf(arrivals);
    reports = List.copyOf(reports);
  }

  /**
   * The evidence as a ledger has it.
   *
   * @param path of the probe's route
   */
  public static ProbeEvidence of(Instant now, ProbeHistory history, Path path, Blame blame) {
    return new ProbeEvidence(
        now,
        ProbeView.of(history.record()),
        history.attempts().stream().map(attempt -> AttemptView.of(attempt, path, blame)).toList(),
        history.arrivals().stream().map(ArrivalView::of).toList(),
        history.reports().stream()
            .map(report -> ReportView.of(report, blame.of(report.notice())))
            .toList());
  }

  /**
   * Reads what {@link #json} wrote, here or in another process.
   *
   * @throws IOException if it is something else
   */
  public static ProbeEvidence parse(byte[] json) throws IOException {
    try {
      return Json.parse(json, ProbeEvidence.class)
          .orElseThrow(() -> new IOException(NO_EVIDENCE + "it is empty"));
    } catch (JacksonException e) {
      throw new IOException(NO_EVIDENCE + e.getOriginalMessage(), e);
    }
  }

  /** For programs: one JSON object. */
  public String json() {
    return Json.text(this);
  }

  /** For people: what happened in its order, then each attempt, report and arrival whole. */
  public String text() {
    return new EvidenceText(this).print();
  }
}
