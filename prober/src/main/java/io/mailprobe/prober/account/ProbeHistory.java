package io.mailprobe.prober.account;

import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.session.SessionReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one probe: the evidence.
 *
 * @param record its line
 * @param attempts its attempts in their order
 * @param arrivals its arrivals, the first one first; more than one are duplicates
 * @param reports the delivery reports on it, in the order in which they came in
 */
public record ProbeHistory(
    ProbeRecord record,
    List<Attempt> attempts,
    List<Arrived> arrivals,
    List<DeliveryReport> reports) {

  public ProbeHistory {
    attempts = List.copyOf(attempts);
    arrivals = List.copyOf(arrivals);
    reports = List.copyOf(reports);
  }

  /**
   * One attempt.
   *
   * @param number counts from 1
   * @param started when it began
   * @param report what its session showed; empty while it runs, or where the process died in it
   */
  public record Attempt(int number, Instant started, Optional<SessionReport> report) {}
}
