package io.mailprobe.prober.retry;

import io.mailprobe.prober.account.Verdict;
import java.time.Instant;

/** What becomes of a probe after an attempt. */
public sealed interface Decision {

  /** It is tried again at this instant, on a new connection. */
  record Again(Instant at) implements Decision {}

  /** It was accepted, or perhaps: its arrival is awaited. */
  record Wait() implements Decision {}

  /** It ends here, rejected or abandoned. */
  record GiveUp(Verdict verdict) implements Decision {}
}
