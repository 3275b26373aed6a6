package io.mailprobe.prober.account;

import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.stamp.ProbeId;

/**
 * What an entry changed in the numbers of a route. Applied once the entry is on disk. {@code due}
 * is the probe's tick by the clock as it is set now.
 */
sealed interface Change {

  /** The name of the probe's route. */
  String route();

  /** The probe. */
  ProbeId probe();

  /** A probe was opened, its first attempt with it. */
  record Opened(String route, ProbeId probe, long due, long started) implements Change {}

  /** Another attempt began. */
  record Began(String route, ProbeId probe, long started) implements Change {}

  /** Evidence was added that no number shows. */
  record Noted(String route, ProbeId probe) implements Change {}

  /** A probe in flight was given another verdict than delivered. */
  record Judged(String route, ProbeId probe, long due, Verdict verdict) implements Change {}

  /**
   * A probe in flight arrived.
   *
   * @param ages how many age bounds had counted it as undelivered before
   * @param bucket how many count it as undelivered for good; those from here on as delivered
   */
  record Delivered(String route, ProbeId probe, long due, int ages, int bucket, long arrived)
      implements Change {}

  /** A probe that had another verdict arrived after all. */
  record Recovered(String route, ProbeId probe, long arrived) implements Change {}

  /** A probe arrived once more. */
  record Duplicated(String route, ProbeId probe, boolean byRetry) implements Change {}

  /** A report on a probe came in that had not come before. */
  record Reported(String route, DeliveryReport report) implements Change {
    @Override
    public ProbeId probe() {
      return report.probe();
    }
  }

  /** A probe was on its way while our receiver could not take it. */
  record Held(String route, ProbeId probe) implements Change {}

  /** A probe reached ages undelivered: the bounds from (inclusive) to (exclusive). */
  record Aged(String route, ProbeId probe, int from, int to) implements Change {}

  /** The clock was set while a probe was in flight: its tick is another instant now. */
  record Stepped(String route, ProbeId probe, long from, long to) implements Change {}
}
