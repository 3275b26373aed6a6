package io.mailprobe.prober.canary;

import io.mailprobe.prober.submit.Visitor;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The canaries of a process: each visits every front end of its target, every interval, and says
 * what it saw. No message can be sent from here.
 */
public final class Canaries {

  private final List<Round> rounds;

  /** Canaries that stand still until they are started. */
  public Canaries(
      List<Canary> canaries,
      Visitor visitor,
      Clock clock,
      Scheduler scheduler,
      CanaryEvents events) {
    rounds =
        canaries.stream()
            .map(canary -> new Round(canary, visitor, clock, scheduler, events))
            .toList();
  }

  /** Begins with looking the targets up; to be called once. */
  public void start() {
    rounds.forEach(Round::start);
  }

  /** What they have seen so far, in the order in which they were given. */
  public List<CanaryView> view() {
    return rounds.stream().map(Round::view).toList();
  }

  /**
   * Begins no visit from now on. Blocks until those under way have ended.
   *
   * @return whether they did within the deadline
   */
  public boolean drain(Duration deadline) throws InterruptedException {
    CompletableFuture<?>[] ended =
        rounds.stream().map(Round::stop).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ended).get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("visits do not fail", e);
    }
  }
}
