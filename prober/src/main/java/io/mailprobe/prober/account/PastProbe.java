package io.mailprobe.prober.account;

import io.mailprobe.protocol.report.DeliveryReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One probe as a look back over many has it: what became of it, and each of its sessions without
 * their phases and dialogue.
 *
 * @param record its line
 * @param lateAt from when on an arrival is late
 * @param lostAt when it is called lost if it was accepted and has not arrived
 * @param recovered whether it arrived after it had another verdict
 * @param duplicatesByRetry further arrivals, where more than one attempt may have been accepted
 * @param duplicatesByProvider further arrivals of what was accepted once
 * @param lastReported when the newest delivery report on it came in
 * @param attempts its attempts in their order
 * @param reports the delivery reports on it, in the order in which they came in
 */
public record PastProbe(
    ProbeRecord record,
    Instant lateAt,
    Instant lostAt,
    boolean recovered,
    int duplicatesByRetry,
    int duplicatesByProvider,
    Optional<Instant> lastReported,
    List<ProbeHistory.Attempt> attempts,
    List<DeliveryReport> reports) {

  public PastProbe {
    attempts = List.copyOf(attempts);
    reports = List.copyOf(reports);
  }

  /**
   * When it was in flight no more, as far as the ledger knows: of what was refused for good or
   * given up, the end of its last attempt. Empty while it is in flight.
   */
  public Optional<Instant> left() {
    return record
        .verdict()
        .map(
            verdict ->
                switch (verdict) {
                  case DELIVERED -> record.arrived().orElse(lostAt);
                  case LOST -> lostAt;
                  case BOUNCED -> lastReported.orElseGet(this::lastSession);
                  case REJECTED, ABANDONED -> lastSession();
                });
  }

  private Instant lastSession() {
    if (attempts.isEmpty()) {
      return record.due();
    }
    ProbeHistory.Attempt last = attempts.getLast();
    return last.report()
        .map(report -> last.started().plus(report.duration()))
        .orElse(last.started());
  }
}
