package io.mailprobe.prober.restraint;

import io.mailprobe.protocol.session.SessionReport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Lets a few sessions of one mailbox run at a time; the others wait for their turn, in order. */
final class Lane {

  private record Turn(
      Supplier<CompletableFuture<SessionReport>> session,
      CompletableFuture<SessionReport> report) {}

  private final Deque<Turn> waiting = new ArrayDeque<>();
  private int running;

  synchronized int waiting() {
    return waiting.size();
  }

  CompletableFuture<SessionReport> run(Supplier<CompletableFuture<SessionReport>> session) {
    Turn turn = new Turn(session, new CompletableFuture<>());
    synchronized (this) {
      if (running == MailboxLimits.PARALLEL) {
        waiting.addLast(turn);
        return turn.report();
      }
      running++;
    }
    begin(turn);
    return turn.report();
  }

  private void begin(Turn first) {
    CompletableFuture<SessionReport> session;
    try {
      session = first.session().get();
    } catch (RuntimeException e) {
      session = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<SessionReport> _ =
        session.whenComplete(
            (report, failure) -> {
              next().ifPresent(this::begin);
              if (failure == null) {
                first.report().complete(report);
              } else {
                first.report().completeExceptionally(failure);
              }
            });
  }

  /** Whose turn it is, now that one session has ended. */
  private synchronized Optional<Turn> next() {
    Turn next = waiting.pollFirst();
    if (next == null) {
      running--;
    }
    return Optional.ofNullable(next);
  }
}
