package io.mailprobe.simulator.queue;

import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.fault.Fate;
import io.mailprobe.simulator.server.Turn;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** One copy of a message in the queue; all but what a delivery needs is guarded by the queue. */
final class Copy {
  final QueuedMessage message;
  final Fate fate;
  final long accepted;
  final Set<Long> heldBy = new HashSet<>();

  /** Its next delivery; empty while one is under way. */
  Optional<Scheduler.Pending> pending = Optional.empty();

  Optional<Scheduler.Pending> notice = Optional.empty();
  volatile Optional<String> bounce = Optional.empty();
  String lastError = "";
  boolean report;

  /** When a worker takes it, and what we have counted on so far; empty after a restart. */
  Optional<Turn> worker = Optional.empty();

  long begins;
  int restarts;
  volatile Optional<Instant> released = Optional.empty();
  long due;
  int turn;
  volatile int failed;

  Copy(QueuedMessage message, Fate fate, long accepted) {
    this.message = message;
    this.fate = fate;
    this.accepted = accepted;
  }
}
