package io.mailprobe.simulator.queue;

import java.time.Instant;
import java.util.Optional;

/** Writes what goes back to the sender of a message that is not delivered, or not yet. */
public interface Reporter {

  /** Tells nobody anything. */
  Reporter SILENT =
      new Reporter() {
        @Override
        public Optional<QueuedMessage> delayed(
            QueuedMessage message, String lastError, Instant now, Instant retryUntil) {
          return Optional.empty();
        }

        @Override
        public Optional<QueuedMessage> failed(
            QueuedMessage message, Failure failure, String lastError, Instant now) {
          return Optional.empty();
        }
      };

  /** Why a message is given up. */
  enum Failure {
    /** The next hop refused it for good. */
    REFUSED,
    /** It has been tried for as long as it may be. */
    EXPIRED,
    /** It was never tried: our own word. */
    FORBIDDEN
  }

  /**
   * The report that a message waits; empty where its sender wants none.
   *
   * @param lastError what the newest delivery came to; empty text where there was none
   * @param retryUntil until when it will be tried
   */
  Optional<QueuedMessage> delayed(
      QueuedMessage message, String lastError, Instant now, Instant retryUntil);

  /**
   * The report that a message is given up; empty where its sender wants none.
   *
   * @param lastError a reply, or what happened in words
   */
  Optional<QueuedMessage> failed(
      QueuedMessage message, Failure failure, String lastError, Instant now);
}
