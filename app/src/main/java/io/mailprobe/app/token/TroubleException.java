package io.mailprobe.app.token;

import java.time.Duration;

/** The sign-in service is in trouble, or the way to it; the message continues its name. */
final class TroubleException extends Exception {

  private static final long serialVersionUID = 1;

  private final TokenFault fault;
  private final String code;
  private final Duration wait;

  TroubleException(TokenFault fault, String message) {
    this(fault, "none", Duration.ZERO, message);
  }

  private TroubleException(TokenFault fault, String code, Duration wait, String message) {
    super(message);
    this.fault = fault;
    this.code = code;
    this.wait = wait;
  }

  /** It answered that it cannot now. */
  static TroubleException answered(int status, String body, String retryAfter) {
    boolean throttled = status == 429;
    String number = Aadsts.in(body).orElse("");
    Duration wait =
        retryAfter.matches("\\d{1,6}")
            ? Duration.ofSeconds(Long.parseLong(retryAfter))
            : Duration.ZERO;
    return new TroubleException(
        throttled ? TokenFault.THROTTLED : TokenFault.UNAVAILABLE,
        number.isEmpty() ? "none" : Aadsts.label(number),
        wait,
        (throttled ? "wants to be asked less often" : "is in trouble")
            + " (HTTP "
            + status
            + (number.isEmpty() ? "" : ", AADSTS" + number)
            + (wait.isZero() ? ")" : ", again in " + wait.toSeconds() + " s)"));
  }

  /** The same, said of the service by name. */
  TokenException saidOf(String who, String service) {
    return new TokenException(
        fault, code, wait, who + ": " + service + " " + getMessage() + "; " + fault.advice());
  }
}
