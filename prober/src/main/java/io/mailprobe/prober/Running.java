package io.mailprobe.prober;

import java.util.concurrent.CompletableFuture;

/** How many attempts are under way, so that a prober can end when they have. */
final class Running {

  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private int count;
  private boolean draining;

  /** Counts an attempt in; refuses while draining. */
  synchronized boolean enter() {
    if (!draining) {
      count++;
    }
    return !draining;
  }

  /** Counts an attempt out. */
  void leave() {
    boolean last;
    synchronized (this) {
      count--;
      last = draining && count == 0;
    }
    if (last) {
      drained.complete(null);
    }
  }

  /** Lets no attempt in from now on; completes once there is none. */
  CompletableFuture<Void> drain() {
    boolean idle;
    synchronized (this) {
      draining = true;
      idle = count == 0;
    }
    if (idle) {
      drained.complete(null);
    }
    return drained;
  }
}
