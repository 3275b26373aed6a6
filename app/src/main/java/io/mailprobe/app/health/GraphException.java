package io.mailprobe.app.health;

import java.time.Duration;
import java.util.Optional;

/** Service health could not be read. The message is a sentence for people and holds no secret. */
final class GraphException extends Exception {

  private static final long serialVersionUID = 1;

  private final PollResult result;
  private final long waitSeconds;

  GraphException(PollResult result, String message) {
    this(result, Duration.ZERO, message);
  }

  GraphException(PollResult result, Duration wait, String message) {
    super(message);
    this.result = result;
    this.waitSeconds = wait.toSeconds();
  }

  PollResult result() {
    return result;
  }

  /** How long Graph asks to be left alone, where it does. */
  Optional<Duration> askedToWait() {
    return waitSeconds <= 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(waitSeconds));
  }
}
