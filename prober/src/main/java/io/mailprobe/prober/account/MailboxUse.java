package io.mailprobe.prober.account;

import io.mailprobe.protocol.session.Outcome;
import java.time.Instant;

/**
 * How many recipients mail was sent to through a mailbox in one minute.
 *
 * @param mailbox in lower case
 * @param minute counted from 1970
 * @param external those of the recipients outside the mailbox's own domain
 * @param recipients all of them
 */
public record MailboxUse(String mailbox, long minute, int external, int recipients) {

  /** The minute of an instant. */
  public static long minute(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 60);
  }

  /** Whether a session that ended so may have sent its message. */
  public static boolean counts(Outcome outcome) {
    return switch (outcome) {
      case ACCEPTED, UNCERTAIN -> true;
      case DEFERRED,
          REJECTED,
          CLOSED,
          TIMED_OUT,
          CONNECT_FAILED,
          DNS_FAILED,
          TLS_FAILED,
          AUTH_FAILED,
          TOKEN_FAILED ->
          false;
    };
  }
}
