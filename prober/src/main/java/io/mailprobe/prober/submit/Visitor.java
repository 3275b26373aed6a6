package io.mailprobe.prober.submit;

import io.mailprobe.protocol.session.SessionReport;
import java.util.concurrent.CompletableFuture;

/** Looks at servers, and hands nothing over. */
public interface Visitor {

  /**
   * Finds all addresses of a target, the best first. The future always completes normally, on a
   * thread of the engine; what could not be found is said in the notes.
   *
   * @param mostServers more mail servers of a domain than this are not looked up
   */
  CompletableFuture<Found> find(Target target, int mostServers);

  /**
   * Runs one session. The future always completes normally, as that of {@link Submitter#submit}
   * does; a session that got as far as it should is accepted.
   */
  CompletableFuture<SessionReport> visit(Visit visit);
}
