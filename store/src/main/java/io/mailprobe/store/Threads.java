package io.mailprobe.store;

/** Waiting for threads of our own. */
final class Threads {

  private Threads() {}

  /** Waits for its end whatever happens; an interrupt is kept for the caller. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
