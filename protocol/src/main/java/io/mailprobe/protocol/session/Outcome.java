package io.mailprobe.protocol.session;

import io.mailprobe.protocol.reply.SmtpReply;
import java.util.Locale;

/** How a session ended. Every session has exactly one outcome. */
public enum Outcome {
  /**
   * The server took responsibility: 250 after the final dot. Of a session that hands over nothing:
   * the server went along as far as it was asked.
   */
  ACCEPTED,
  /** A 4yz reply: not now. */
  DEFERRED,
  /** A 5yz reply: not so. */
  REJECTED,
  /** The peer closed or reset the connection without a whole reply, or sent what is not SMTP. */
  CLOSED,
  /** A phase or the session ran into its deadline. */
  TIMED_OUT,
  /** No TCP connection: refused, unreachable, or no answer. */
  CONNECT_FAILED,
  /** The name of the target gave no address. */
  DNS_FAILED,
  /** The TLS handshake failed, the certificate is not the server's, or TLS is not offered. */
  TLS_FAILED,
  /** The credentials were refused with a 5yz reply, or no mechanism fits. */
  AUTH_FAILED,
  /** No access token could be had, so that the session did not begin. */
  TOKEN_FAILED,
  /** Lost after the final dot and before its reply: the message may or may not be on its way. */
  UNCERTAIN;

  /** The name in metrics and documents, such as {@code timed_out}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a mail server would try again later. */
  public boolean isRetried() {
    return switch (this) {
      case DEFERRED, CLOSED, TIMED_OUT, CONNECT_FAILED, DNS_FAILED, TLS_FAILED, TOKEN_FAILED ->
          true;
      case ACCEPTED, REJECTED, AUTH_FAILED, UNCERTAIN -> false;
    };
  }

  /** The outcome of a session that the given 4yz or 5yz reply ended in the given phase. */
  public static Outcome ofRefusal(Phase phase, SmtpReply reply) {
    if (reply.isTransient()) {
      return DEFERRED;
    }
    return phase == Phase.AUTH ? AUTH_FAILED : REJECTED;
  }
}
