package io.mailprobe.app.blame;

import io.mailprobe.prober.Path;
import io.mailprobe.protocol.classify.Classification;
import io.mailprobe.protocol.classify.Classifier;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.reply.NestedReply;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.report.Notice;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import java.util.List;
import java.util.Optional;

/**
 * Says whom a failed session points at: by the reply that ended it, and where there is none by how
 * it ended. On the control path nobody but our receiver answers. Pure.
 */
public final class Blame {

  private final Classifier classifier;

  public Blame(Classifier classifier) {
    this.classifier = classifier;
  }

  /** Why a session on such a path failed; empty if it did not. */
  public Optional<Cause> of(Path path, SessionReport report) {
    if (report.outcome() == Outcome.ACCEPTED) {
      return Optional.empty();
    }
    Optional<Classification> found =
        report.reply().flatMap(reply -> explain(reply, report.phase()));
    if (report.ownFault()) {
      return Optional.of(new Cause(Party.US, found));
    }
    Party party =
        path == Path.CONTROL
            ? onControlPath(report.outcome())
            : found.map(Classification::party).orElseGet(() -> withoutReply(report));
    return Optional.of(new Cause(party, found));
  }

  /**
   * Whether a server turned a session away as overloaded ones do: deferred it, hung up or fell
   * silent, and not for a reason at our own end.
   */
  public boolean isTurnedAway(Path path, SessionReport report) {
    return switch (report.outcome()) {
      case DEFERRED, CLOSED, TIMED_OUT ->
          of(path, report).map(Cause::party).filter(Blame::isOwnDoing).isEmpty();
      case ACCEPTED,
          REJECTED,
          CONNECT_FAILED,
          DNS_FAILED,
          TLS_FAILED,
          AUTH_FAILED,
          TOKEN_FAILED,
          UNCERTAIN ->
          false;
    };
  }

  private static boolean isOwnDoing(Party party) {
    return switch (party) {
      case US, CREDENTIALS, OWN_RATE -> true;
      case EXCHANGE_ONLINE, RECEIVER, UNKNOWN -> false;
    };
  }

  /** What a reply means; empty if it refuses nothing. */
  public Optional<Classification> explain(SmtpReply reply, Phase phase) {
    return isRefusal(reply) ? Optional.of(classifier.classify(reply, phase)) : Optional.empty();
  }

  /** Why a delivery report came; empty if it quotes no reply that says so. */
  public Optional<Cause> of(Notice notice) {
    return explain(notice).map(found -> new Cause(found.party(), Optional.of(found)));
  }

  /** What a delivery report says of the last attempt; empty if it quotes no reply. */
  public Optional<Classification> explain(Notice notice) {
    List<SmtpReply> replies = notice.replies();
    if (replies.isEmpty() || !isRefusal(replies.getFirst())) {
      return Optional.empty();
    }
    Optional<SmtpReply> inner =
        replies.size() == 1 ? Optional.empty() : Optional.of(replies.getLast());
    return Optional.of(
        classifier.classify(
            new NestedReply(
                replies.getFirst(), inner, notice.remoteMta(), notice.remoteAddress())));
  }

  private static boolean isRefusal(SmtpReply reply) {
    return reply.isTransient() || reply.isPermanent();
  }

  private static Party onControlPath(Outcome outcome) {
    return switch (outcome) {
      case DNS_FAILED -> Party.US;
      case TOKEN_FAILED, AUTH_FAILED -> Party.CREDENTIALS;
      case ACCEPTED, DEFERRED, REJECTED, CLOSED, TIMED_OUT, CONNECT_FAILED, TLS_FAILED, UNCERTAIN ->
          Party.RECEIVER;
    };
  }

  private static Party withoutReply(SessionReport report) {
    return switch (report.outcome()) {
      // A front end that took the connection and then fell silent or hung up.
      case CLOSED, TIMED_OUT ->
          report.frontEnd().isPresent() ? Party.EXCHANGE_ONLINE : Party.UNKNOWN;
      case DNS_FAILED -> Party.US;
      case TOKEN_FAILED, AUTH_FAILED -> Party.CREDENTIALS;
      case ACCEPTED, DEFERRED, REJECTED, CONNECT_FAILED, TLS_FAILED, UNCERTAIN -> Party.UNKNOWN;
    };
  }
}
