package io.mailprobe.app.wiring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the system's wish to end the process (SIGTERM, Ctrl-C) into an orderly end: whoever waits
 * here learns of it, drains, and says with which status the process ends.
 */
final class Termination {

  private static final Logger log = LoggerFactory.getLogger(Termination.class);

  /** How long an orderly end may take; service managers kill after that anyway. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  private Termination() {}

  /** Listens to the system from now on. */
  static Termination install() {
    Termination termination = new Termination();
    Runtime.getRuntime().addShutdownHook(new Thread(termination::end, "termination"));
    return termination;
  }

  /** Waits until the end is asked for. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** Waits until the end is asked for or the time is up. */
  void await(Duration time) throws InterruptedException {
    boolean _ = asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** All is closed: the process may end with this status. */
  int ended(int status) {
    ended.complete(status);
    return status;
  }

  private void end() {
    if (ended.isDone()) {
      return; // The process ends by itself.
    }
    asked.countDown();
    int status = 1;
    try {
      status = ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      log.error("did not end in order: {}", e.toString());
    }
    // A signal's own status would say that the process failed.
    Runtime.getRuntime().halt(status);
  }
}
