package io.mailprobe.prober.account;

import io.mailprobe.store.StoreException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Session reports that the store would not take. What a session showed cannot be asked for again,
 * so it is kept and written once the store has healed. Bounded; one report too many is told in the
 * log and by its future, and its attempt stays without a report, as after a crash.
 */
final class UnsavedReports {

  private static final Logger log = LoggerFactory.getLogger(UnsavedReports.class);

  /** At about 4 kB each, 40 MB: at 10 attempts a second a quarter of an hour. */
  private static final int CAPACITY = 10_000;

  private record Report(
      Supplier<CompletableFuture<ProbeState>> write, CompletableFuture<ProbeState> saved) {}

  private final Queue<Report> waiting = new LinkedBlockingQueue<>(CAPACITY);

  /**
   * Writes a report, again and again where the store fails.
   *
   * @return completes once the report is on disk
   */
  CompletableFuture<ProbeState> save(Supplier<CompletableFuture<ProbeState>> write) {
    Report report = new Report(write, new CompletableFuture<>());
    attempt(report, () -> {});
    return report.saved();
  }

  /** Tries the first one again, and if the store takes it, all. */
  void retry() {
    Report first = waiting.poll();
    if (first != null) {
      attempt(first, this::retryAll);
    }
  }

  /** Tries all again. */
  void retryAll() {
    for (int left = waiting.size(); left > 0; left--) {
      Report report = waiting.poll();
      if (report != null) {
        attempt(report, () -> {});
      }
    }
  }

  private void attempt(Report report, Runnable onSuccess) {
    CompletableFuture<ProbeState> _ =
        report
            .write()
            .get()
            .whenComplete(
                (state, failure) -> {
                  if (failure == null) {
                    report.saved().complete(state);
                    onSuccess.run();
                  } else {
                    keep(report, failure);
                  }
                });
  }

  private void keep(Report report, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    boolean mayHeal =
        cause instanceof StoreException store && store.fault() != StoreException.Fault.CLOSED;
    if (!mayHeal || !waiting.offer(report)) {
      log.error("a session's report could not be written: {}", message(cause));
      report.saved().completeExceptionally(failure);
    }
  }

  /** Fails what is left; the store is closed. */
  void close() {
    for (Report report = waiting.poll(); report != null; report = waiting.poll()) {
      log.error("a session's report could not be written before the end");
      report.saved().cancel(false);
    }
  }

  private static String message(@Nullable Throwable cause) {
    return String.valueOf(cause);
  }
}
