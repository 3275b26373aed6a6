package io.mailprobe.simulator.queue;

import java.time.Instant;

/** Takes a message to its next hop. */
@FunctionalInterface
public interface Sender {

  /** How one delivery ended. */
  sealed interface Result {
    /** The next hop took responsibility. */
    record Delivered() implements Result {}

    /** Not now: a transient refusal, or no connection; why, in words fit for a log. */
    record Deferred(String why) implements Result {}

    /** Never: a permanent refusal, or no way to the domain; why, in words fit for a log. */
    record Refused(String why) implements Result {}

    /** Never: it is not to leave at all; our own reply, for the report. */
    record Forbidden(String reply) implements Result {}
  }

  /**
   * Delivers once. Blocks.
   *
   * @param released when the message left the queue for its first delivery
   * @param attempt which delivery of the message this is, counted from 1
   */
  Result send(QueuedMessage message, Instant released, int attempt);
}
