package io.mailprobe.receiver;

import io.mailprobe.protocol.feed.ArrivalFeed;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.receiver.feed.JournalFeed;
import io.mailprobe.receiver.journal.Journal;
import io.mailprobe.receiver.listen.Envelope;
import io.mailprobe.receiver.listen.Inbox.Arriving;
import io.mailprobe.receiver.listen.Mailbox;
import io.mailprobe.receiver.listen.Message;
import io.mailprobe.receiver.verify.KnownRecipients;
import io.mailprobe.receiver.verify.Verifier;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A receiver without a socket: takes whole messages from whoever has them in this process, by the
 * same verification, journal and feed, on the caller's thread and the given time.
 */
public final class DirectReceiver implements AutoCloseable {

  private final KnownRecipients recipients;
  private final Intake intake;
  private final Journal journal;
  private final ArrivalFeed feed;
  private final Troubles events;

  /**
   * A message and its envelope.
   *
   * @param peer the IP address that brings it
   * @param helo what that peer calls itself
   * @param mailFrom empty for the null path
   * @param message as it would go over the wire, not dot-stuffed
   */
  @SuppressWarnings("ArrayRecordComponent") // Read once and dropped, as Message is.
  public record Handed(String peer, String helo, String mailFrom, String rcptTo, byte[] message) {}

  private DirectReceiver(
      KnownRecipients recipients,
      Keyring keys,
      Journal journal,
      Troubles events,
      Clock clock,
      Scheduler scheduler) {
    this.recipients = recipients;
    this.journal = journal;
    this.events = events;
    intake =
        new Intake(recipients, new Verifier(recipients, keys, Receiver.MAX_AGE), journal, events);
    feed = new JournalFeed(journal, clock, scheduler, events::latest);
  }

  /**
   * Opens the journal; {@code listen}, {@code tls} and {@code limits} of the settings have no
   * meaning here.
   *
   * @throws IOException if the journal cannot be opened
   */
  public static DirectReceiver open(
      ReceiverSettings settings,
      Keyring keys,
      ReceiverEvents events,
      Clock clock,
      Scheduler scheduler,
      RandomGenerator random)
      throws IOException {
    KnownRecipients recipients =
        new KnownRecipients(settings.domains(), settings.addresses(), new RecipientToken(keys));
    Troubles troubles = new Troubles(events, clock);
    try {
      Journal journal = Journal.open(settings.store(), settings.retention(), clock, random);
      return new DirectReceiver(recipients, keys, journal, troubles, clock, scheduler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted at the start").initCause(e);
    }
  }

  /** What is answered to RCPT for this address. */
  public String answerToRecipient(String address) {
    boolean known = Mailbox.parse(address).filter(recipients::contains).isPresent();
    if (!known) {
      events.refused(ReceiverEvents.Refusal.RECIPIENT);
    }
    return known ? "250 2.1.5 OK" : "550 5.1.1 No such recipient here";
  }

  /** Takes a message now; what is answered to its final dot. */
  public String take(Handed handed) {
    String refusal = answerToRecipient(handed.rcptTo());
    if (refusal.startsWith("5")) {
      return refusal;
    }
    try (Arriving arriving = intake.arriving()) {
      Instant now = arriving.at();
      Envelope envelope =
          new Envelope(
              now,
              now,
              now,
              handed.peer(),
              handed.helo(),
              Mailbox.parse(handed.mailFrom()),
              Map.of(),
              List.of(
                  new Envelope.Recipient(Mailbox.parse(handed.rcptTo()).orElseThrow(), Map.of())));
      Optional<String> kept =
          arriving.keep(new Message(envelope, handed.message(), handed.message().length, 0));
      return kept.map(name -> "250 2.0.0 Taken as " + name)
          .orElse("452 4.3.1 Cannot be stored now, try again later");
    }
  }

  /** It was away until now: what was on its way meanwhile may be late for that. */
  public void wasAway() {
    events.started();
  }

  /** The arrivals. */
  public ArrivalFeed feed() {
    return feed;
  }

  @Override
  public void close() {
    journal.close();
  }
}
