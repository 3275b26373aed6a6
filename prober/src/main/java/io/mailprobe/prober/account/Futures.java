package io.mailprobe.prober.account;

import io.mailprobe.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waiting for the store where waiting is allowed. */
final class Futures {

  private Futures() {}

  /** What went wrong, without what futures wrap around it. */
  static Throwable causeOf(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** Waits for the value; the store's own exception where it fails. */
  static <T> T get(CompletableFuture<T> future) throws StoreException {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
