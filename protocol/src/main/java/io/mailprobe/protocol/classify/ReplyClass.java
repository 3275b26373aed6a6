package io.mailprobe.protocol.classify;

import io.mailprobe.protocol.reply.SmtpReply;
import java.util.Locale;

/**
 * Whether a refusal is for now or for good. Its first digit alone says so: no rule has a say in it,
 * and the enhanced code may be of the other class.
 */
public enum ReplyClass {
  /** 4yz: not now. */
  TRANSIENT,
  /** 5yz: not so. */
  PERMANENT;

  /**
   * The class of a refusing reply.
   *
   * @throws IllegalArgumentException if the reply refuses nothing
   */
  public static ReplyClass of(SmtpReply reply) {
    if (reply.isTransient()) {
      return TRANSIENT;
    }
    if (reply.isPermanent()) {
      return PERMANENT;
    }
    throw new IllegalArgumentException("not a refusal: " + reply.code());
  }

  /** The name in metrics and documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
