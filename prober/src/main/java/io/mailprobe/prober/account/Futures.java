package io.mailprobe.prober.account;

import io.mailprobe.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waiting for the store where waiting is allowed. */
final class Futures {

  private Futures() {}

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
