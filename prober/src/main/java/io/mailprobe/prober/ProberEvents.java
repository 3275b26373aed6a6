package io.mailprobe.prober;

import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import java.time.Duration;
import java.util.Locale;

/**
 * What happens in a prober, for whoever counts or shows it. Called on the prober's threads: an
 * implementation returns at once and never throws. All numbers of the ledger are read from its
 * {@link io.mailprobe.prober.account.LedgerView} instead.
 */
public interface ProberEvents {

  /** A tick came up, this much later than scheduled, and opened a probe. */
  void ticked(Route route, Duration lag);

  /** A tick was not used. */
  void skipped(Route route, SkipReason reason);

  /** A session ended. */
  void sessionEnded(Route route, ProbeId probe, SessionReport report);

  /** A probe's record changed: opened, attempted, accepted, arrived, or given a verdict. */
  void probeChanged(Route route, ProbeId probe);

  /** A delivery report on a probe came in that had not come before. */
  void reported(Route route, DeliveryReport report);

  /** A message claimed to be one of this prober's probes and is not in its ledger. */
  void unknownArrival(ProbeId probe);

  /** A receiver's feed was read, or could not be. */
  void feedRead(String feed, boolean answered);

  /** How far a receiver's clock is from ours was measured once more. */
  void clockMeasured(String feed, ClockOffset offset);

  /** Why a tick was not used. */
  enum SkipReason {
    /** As many probes of the route are in flight as may be. */
    IN_FLIGHT_CAP,
    /** The ledger could not be written. */
    STORE_FAILED,
    /** As many sessions of the mailbox wait for their turn as may run at a time. */
    MAILBOX_BUSY,
    /** The mailbox has sent as many messages in a minute as it may. */
    MAILBOX_PACE,
    /** The mailbox has sent as many messages in a day as it may. */
    MAILBOX_BUDGET,
    /** The latest probes were refused for good, one after the other. */
    BACKING_OFF,
    /** The process was held up past the tick: paused, suspended, or its clock stepped. */
    MISSED;

    /** The name in metrics and documents. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Tells both, the first first. */
  static ProberEvents both(ProberEvents first, ProberEvents second) {
    return new BothEvents(first, second);
  }
}
