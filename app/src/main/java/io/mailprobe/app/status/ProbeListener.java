package io.mailprobe.app.status;

import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.account.ProbeRecord;

/** Hears of probes as their records change: on one thread, in order; must not block. */
public interface ProbeListener {

  /** The record is other than it was. */
  default void changed(ProbeRecord probe) {}

  /** A server has taken responsibility for the probe since the process began. */
  default void accepted(ProbeRecord probe) {}

  /** The probe has arrived for the first time, and since the process began. */
  default void arrived(ProbeHistory probe) {}
}
