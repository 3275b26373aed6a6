package io.mailprobe.protocol.report;

import io.mailprobe.protocol.reply.EnhancedStatus;
import io.mailprobe.protocol.reply.NestedReplies;
import io.mailprobe.protocol.reply.SmtpReply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a report says of one recipient. All of it is the reporting system's word: texts are those of
 * a stranger, instants those of a stranger's clock.
 *
 * @param action what became of the message
 * @param status the status code that goes with it
 * @param diagnostic what the last attempt came to, as one line: replies, or words; its first
 *     {@value #MAX_TEXT} characters
 * @param recipient whom the message was for in the end
 * @param reportingMta who reports
 * @param remoteMta the server that was tried last
 * @param remoteAddress that server's IP address
 * @param arrivalDate when the message came to the reporting system
 * @param lastAttempt when it was last tried
 * @param retryUntil until when it will be tried
 * @param messageId the report's own Message-ID; the same report may come twice
 */
public record Notice(
    Action action,
    Optional<EnhancedStatus> status,
    Optional<String> diagnostic,
    Optional<String> recipient,
    Optional<String> reportingMta,
    Optional<String> remoteMta,
    Optional<String> remoteAddress,
    Optional<Instant> arrivalDate,
    Optional<Instant> lastAttempt,
    Optional<Instant> retryUntil,
    Optional<String> messageId) {

  /** How much of a diagnostic is kept. */
  public static final int MAX_TEXT = 2_000;

  public Notice {
    diagnostic = diagnostic.map(text -> text.substring(0, Math.min(text.length(), MAX_TEXT)));
  }

  /** The replies in the diagnostic, each told by the one before it; empty where there is none. */
  public List<SmtpReply> replies() {
    return diagnostic.map(NestedReplies::in).orElse(List.of());
  }

  /** The reply that all the others pass on: what the server in question really said. */
  public Optional<SmtpReply> innerReply() {
    List<SmtpReply> replies = replies();
    return replies.isEmpty() ? Optional.empty() : Optional.of(replies.getLast());
  }
}
