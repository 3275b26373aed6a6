package io.mailprobe.receiver.verify;

import io.mailprobe.protocol.feed.Arrival.Place;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.protocol.stamp.StampCodec;
import io.mailprobe.protocol.stamp.StampVerdict;
import io.mailprobe.protocol.stamp.StampVerdict.Genuine;
import io.mailprobe.protocol.stamp.StampVerdict.Problem;
import io.mailprobe.protocol.stamp.StampVerdict.Refused;
import io.mailprobe.receiver.ReceiverEvents;
import io.mailprobe.receiver.explain.report.ParsedReport;
import io.mailprobe.receiver.explain.report.ParsedReport.Form;
import io.mailprobe.receiver.explain.report.ReportReader;
import io.mailprobe.receiver.listen.Envelope.Recipient;
import io.mailprobe.receiver.listen.Message;
import io.mailprobe.receiver.verify.Finding.Identified;
import io.mailprobe.receiver.verify.Finding.Unverified;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells which probe a message is. It looks at the stamp, then at the recipients, then in the
 * Message-ID, the subject and the body, since forwards and rewriters drop some of them.
 *
 * <p>A stamp or a recipient can name a probe each, so that a message to several recipients is the
 * arrival of several probes; of the other places the first that names one counts. A report on a
 * message quotes it, often in full, and is never its arrival: what is a report is judged as one. A
 * message from the null sender that says neither may be a report that nobody can read: its subject
 * and body are not believed.
 */
public final class Verifier {

  private static final int MAX_STAMPS = 8;

  private final KnownRecipients recipients;
  private final StampCodec stamps;
  private final RecipientToken tokens;
  private final Duration maxAge;
  private final ReportVerifier reports;

  /**
   * @param maxAge how old a probe may be to be believed
   */
  public Verifier(KnownRecipients recipients, Keyring keys, Duration maxAge) {
    this.recipients = recipients;
    this.maxAge = maxAge;
    stamps = new StampCodec(keys, maxAge);
    tokens = new RecipientToken(keys);
    reports = new ReportVerifier(recipients, stamps, tokens, this::isInTime);
  }

  /** Judges a message by what it says and when it arrived. */
  public Finding verify(Message message) {
    MessageText text = MessageText.of(message.beginning());
    if (text.headers().isEmpty()) {
      return new Unverified(ReceiverEvents.Unverified.MALFORMED, "no header field");
    }
    Instant arrived = message.envelope().arrived();
    List<StampVerdict> verdicts =
        text.all(Stamp.HEADER).stream()
            .limit(MAX_STAMPS)
            .map(value -> stamps.verify(value, arrived))
            .toList();
    boolean stamped = verdicts.stream().anyMatch(Genuine.class::isInstance);
    Optional<ParsedReport> report = report(message, text, stamped);
    if (report.isPresent()) {
      return reports.verify(message.envelope(), report.get());
    }
    if (text.isReport()) {
      return new Unverified(
          ReceiverEvents.Unverified.NO_STAMP, "a report that says nothing of a delivery");
    }
    if (!stamped && isForReportsOnly(message)) {
      return unverified(List.of(), verdicts); // An answer quotes the tokens of what it answers.
    }
    Collection<Identified> named = named(message, text, verdicts);
    List<Identified> believed =
        named.stream()
            .filter(one -> one.stamp().isPresent() || isInTime(one.probe(), arrived))
            .toList();
    return believed.isEmpty() ? unverified(named, verdicts) : new Finding.Genuine(believed);
  }

  /**
   * The report that a message is, where it may be one. One in words only, with a stamp of its own,
   * is a report only where nothing but reports is expected.
   */
  private Optional<ParsedReport> report(Message message, MessageText text, boolean stamped) {
    boolean toBounces = isForReportsOnly(message);
    boolean likely =
        toBounces
            || text.isReport()
            || text.isAutomaticReply()
            || message.envelope().sender().isEmpty();
    return likely
        ? ReportReader.read(message.beginning())
            .filter(report -> report.form() == Form.FIELDS || toBounces || !stamped)
        : Optional.empty();
  }

  /** Whether no recipient of it is one that a probe would go to. */
  private boolean isForReportsOnly(Message message) {
    return message.envelope().recipients().stream()
        .allMatch(recipient -> recipients.bounced(recipient.mailbox()).isPresent());
  }

  private Collection<Identified> named(
      Message message, MessageText text, List<StampVerdict> verdicts) {
    List<Recipient> to = message.envelope().recipients();
    String first = to.getFirst().mailbox().toString();
    Map<ProbeId, Identified> named = new LinkedHashMap<>();
    for (StampVerdict verdict : verdicts) {
      if (verdict instanceof Genuine(Stamp stamp, String _) && named.isEmpty()) {
        named.put(
            stamp.id(),
            new Identified(
                stamp.id(), Place.STAMP, Optional.of(stamp), recipientOf(stamp.id(), to, first)));
      }
    }
    for (Recipient recipient : to) {
      recipients
          .probe(recipient.mailbox())
          .ifPresent(
              probe ->
                  named.putIfAbsent(
                      probe,
                      new Identified(
                          probe,
                          Place.RECIPIENT,
                          Optional.empty(),
                          recipient.mailbox().toString())));
    }
    if (named.isEmpty()) {
      search(message, text, first).ifPresent(found -> named.put(found.probe(), found));
    }
    return named.values();
  }

  private String recipientOf(ProbeId probe, List<Recipient> to, String otherwise) {
    return to.stream()
        .filter(recipient -> recipients.probe(recipient.mailbox()).equals(Optional.of(probe)))
        .map(recipient -> recipient.mailbox().toString())
        .findFirst()
        .orElse(otherwise);
  }

  private Optional<Identified> search(Message message, MessageText text, String recipient) {
    if (text.isAutomaticReply()) {
      return Optional.empty();
    }
    boolean quoting = message.envelope().sender().isEmpty();
    return find(text.all("Message-ID"), Place.MESSAGE_ID, recipient)
        .or(
            () ->
                quoting
                    ? Optional.empty()
                    : find(List.of(text.subject()), Place.SUBJECT, recipient))
        .or(() -> quoting ? Optional.empty() : find(text.bodies(), Place.BODY, recipient));
  }

  private Optional<Identified> find(List<String> texts, Place place, String recipient) {
    return texts.stream()
        .map(tokens::find)
        .flatMap(Optional::stream)
        .findFirst()
        .map(probe -> new Identified(probe, place, Optional.empty(), recipient));
  }

  /** A token has no instant of its own, but the probe's id has the one at which it was made. */
  private boolean isInTime(ProbeId probe, Instant arrived) {
    Instant made = Instant.ofEpochMilli(probe.high() >>> 16);
    return !made.isBefore(arrived.minus(maxAge))
        && !made.isAfter(arrived.plus(StampCodec.CLOCK_TOLERANCE));
  }

  private static Unverified unverified(Collection<Identified> named, List<StampVerdict> verdicts) {
    if (!named.isEmpty()) {
      return new Unverified(
          ReceiverEvents.Unverified.OUT_OF_DATE, "the token's probe is not of these days");
    }
    for (StampVerdict verdict : verdicts) {
      if (verdict instanceof Refused(Problem problem, String detail)) {
        return new Unverified(reason(problem), problem + ": " + detail);
      }
    }
    return new Unverified(ReceiverEvents.Unverified.NO_STAMP, "neither stamp nor token");
  }

  private static ReceiverEvents.Unverified reason(Problem problem) {
    return switch (problem) {
      case MALFORMED, UNKNOWN_VERSION, UNKNOWN_KEY, BAD_SIGNATURE ->
          ReceiverEvents.Unverified.FORGED;
      case EXPIRED, FROM_THE_FUTURE -> ReceiverEvents.Unverified.OUT_OF_DATE;
    };
  }
}
