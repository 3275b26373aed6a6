package io.mailprobe.app.token;

import java.time.Duration;
import java.util.Optional;

/** No token was to be had. The message is for people and holds no secret; there is no cause. */
public final class TokenException extends Exception {

  private static final long serialVersionUID = 1;

  private final TokenFault fault;

  private final String code;
  private final long waitSeconds;

  /** One that Entra has no number for. */
  public TokenException(TokenFault fault, String message) {
    this(fault, "none", Duration.ZERO, message);
  }

  TokenException(TokenFault fault, String code, Duration wait, String message) {
    super(message);
    this.fault = fault;
    this.code = code;
    this.waitSeconds = wait.toSeconds();
  }

  /** What kind of failure it is. */
  public TokenFault fault() {
    return fault;
  }

  /** Entra's number for it (AADSTS): one of those known, {@code other}, or {@code none}. */
  public String code() {
    return code;
  }

  /** How long the service asks to be left alone, where it does. */
  Optional<Duration> askedToWait() {
    return waitSeconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(waitSeconds));
  }
}
