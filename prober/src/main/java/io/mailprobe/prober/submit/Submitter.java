package io.mailprobe.prober.submit;

import io.mailprobe.protocol.session.SessionReport;
import java.util.concurrent.CompletableFuture;

/** Runs SMTP sessions. The one place in the product where a session is held as a client. */
public interface Submitter {

  /**
   * Runs one session on a new connection. The future always completes normally, with a report of
   * exactly one outcome, no later than the submission's deadline for the whole session; it
   * completes on a thread of the engine, so that what follows must not block.
   */
  CompletableFuture<SessionReport> submit(Submission submission);
}
