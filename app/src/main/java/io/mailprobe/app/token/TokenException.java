package io.mailprobe.app.token;

/** No token was to be had. The message is for people and holds no secret; there is no cause. */
public final class TokenException extends Exception {

  private static final long serialVersionUID = 1;

  TokenException(String message) {
    super(message);
  }
}
