package io.mailprobe.prober;

import io.mailprobe.prober.account.BegunAttempt;
import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.compose.Composer;
import io.mailprobe.prober.compose.ProbeMessage;
import io.mailprobe.prober.retry.Decision;
import io.mailprobe.prober.retry.RetryPolicy;
import io.mailprobe.prober.submit.Submission;
import io.mailprobe.prober.submit.Submitter;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of each probe: open in the ledger, compose, submit, decide, and again, until the ledger
 * takes over and waits for its arrival. Nothing here blocks; each step runs on the thread that
 * ended the step before, but for composing, which has a virtual thread of its own.
 */
final class ProbeCourse {

  private static final Logger log = LoggerFactory.getLogger(ProbeCourse.class);

  /** How long a retry is put off while the ledger cannot be written. */
  private static final Duration STORE_PAUSE = Duration.ofSeconds(15);

  /** How long a retry is put off that its mailbox may not send. */
  private static final Duration RESTRAINT_PAUSE = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final Composer composer;
  private final Submitter submitter;
  private final Surroundings surroundings;
  private final Running running = new Running();

  ProbeCourse(Ledger ledger, Composer composer, Submitter submitter, Surroundings surroundings) {
    this.ledger = ledger;
    this.composer = composer;
    this.submitter = surroundings.restraint().submitter(submitter);
    this.surroundings = surroundings;
  }

  /**
   * Opens a probe and sends it on its way.
   *
   * @return completes once the probe is in the ledger; fails if it cannot be; cancelled while
   *     draining
   */
  CompletableFuture<BegunAttempt> open(
      Route route, ProbeId probe, Instant scheduled, Follower follower) {
    if (!running.enter()) {
      return CompletableFuture.failedFuture(new CancellationException("draining"));
    }
    CompletableFuture<BegunAttempt> opened = ledger.open(route, probe, scheduled);
    leaveAfter(opened.thenCompose(attempt -> attempt(route, attempt, follower)));
    return opened;
  }

  /**
   * Tries a probe again after a delay, unless it is settled by then, or later where its mailbox may
   * not be asked for more then. While draining it stays on disk as waiting, and is taken up at the
   * next start.
   */
  void tryAgain(Route route, ProbeId probe, Duration delay, Follower follower) {
    surroundings
        .scheduler()
        .after(
            delay,
            () -> {
              if (surroundings.restraint().take(route).isPresent()) {
                tryAgain(route, probe, RESTRAINT_PAUSE, follower);
              } else if (running.enter()) {
                leaveAfter(begin(route, probe, follower));
              }
            });
  }

  /** No attempt begins from now on; completes once those under way have ended and are on disk. */
  CompletableFuture<Void> drain() {
    return running.drain();
  }

  private void leaveAfter(CompletableFuture<Void> attempt) {
    CompletableFuture<Void> _ = attempt.whenComplete((_, _) -> running.leave());
  }

  private CompletableFuture<Void> begin(Route route, ProbeId probe, Follower follower) {
    return ledger
        .begin(probe)
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                surroundings.restraint().giveBack(route);
                log.warn("probe {} cannot be tried again yet: {}", probe, failure.getMessage());
                tryAgain(route, probe, STORE_PAUSE, follower);
              }
            })
        .thenCompose(
            begun ->
                begun
                    .map(attempt -> attempt(route, attempt, follower))
                    .orElseGet(
                        () -> {
                          surroundings.restraint().giveBack(route);
                          return CompletableFuture.completedFuture(null);
                        }));
  }

  /** One attempt, from its message to its report on disk. */
  private CompletableFuture<Void> attempt(Route route, BegunAttempt attempt, Follower follower) {
    return CompletableFuture.supplyAsync(
            () -> compose(route, attempt), surroundings.work().composing())
        .thenCompose(message -> submit(route, attempt, message, follower))
        .thenCompose(report -> settle(route, attempt, report, follower))
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                log.error("probe {}: attempt without a report", attempt.probe(), failure);
              }
            });
  }

  private CompletableFuture<SessionReport> submit(
      Route route, BegunAttempt attempt, ProbeMessage message, Follower follower) {
    // Probe after probe asks another of the target's addresses, and so does each retry.
    int rotation = Math.floorMod(attempt.sequence() + attempt.number(), Integer.MAX_VALUE);
    return submitter.submit(
        new Submission(
            route.delivery(),
            message.sender(),
            message.recipient(),
            message.text(),
            rotation,
            follower.listener()));
  }

  private ProbeMessage compose(Route route, BegunAttempt attempt) {
    Stamp stamp =
        new Stamp(
            attempt.probe(),
            route.name(),
            route.region(),
            route.prober(),
            attempt.sequence(),
            attempt.scheduled(),
            attempt.firstAttempt(),
            attempt.started(),
            attempt.number());
    return composer.compose(route, stamp);
  }

  private CompletableFuture<Void> settle(
      Route route, BegunAttempt attempt, SessionReport report, Follower follower) {
    surroundings.restraint().ended(route, attempt.started(), report.outcome());
    surroundings.events().sessionEnded(route, attempt.probe(), report);
    follower.firstSession().complete(report);
    // By the clock as it was set when the attempt began: a step of it decides nothing.
    Instant ended = attempt.started().plus(report.duration());
    if (route.path() == Path.CONTROL && showsReceiverInTrouble(report)) {
      CompletableFuture<Integer> _ = ledger.receiverTroubled(attempt.started(), ended);
    }
    Decision decision =
        new RetryPolicy(route.giveUp())
            .decide(
                report.outcome(),
                attempt.number(),
                attempt.due(),
                ended,
                surroundings.random().nextDouble());
    return switch (decision) {
      case Decision.Wait() -> ledger.await(attempt, report);
      case Decision.GiveUp(var verdict) -> ledger.giveUp(attempt, report, verdict);
      case Decision.Again(Instant at) -> {
        Duration delay = Duration.between(ended, at);
        yield ledger
            .retry(attempt, report, surroundings.clock().wall().plus(delay))
            .thenAccept(
                stillWaiting -> {
                  if (stillWaiting) {
                    tryAgain(route, attempt.probe(), delay, follower);
                  }
                });
      }
    };
  }

  /** On the control path nobody answers, or fails to, but our receiver and the way to it. */
  private static boolean showsReceiverInTrouble(SessionReport report) {
    return switch (report.outcome()) {
      case DEFERRED, REJECTED, CLOSED, TIMED_OUT, CONNECT_FAILED, TLS_FAILED -> !report.ownFault();
      case ACCEPTED, DNS_FAILED, AUTH_FAILED, TOKEN_FAILED, UNCERTAIN -> false;
    };
  }
}
