package io.mailprobe.prober.canary;

import io.mailprobe.protocol.session.SessionReport;

/**
 * What happens to canaries, for whoever counts it. Called on the engine's threads: an
 * implementation returns at once and never throws.
 */
@FunctionalInterface
public interface CanaryEvents {

  /** A session ended; where the target has no address at all, this is all there is of a round. */
  void sessionEnded(Canary canary, SessionReport report);
}
