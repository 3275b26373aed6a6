package io.mailprobe.receiver;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.receiver.journal.Journal;
import io.mailprobe.receiver.journal.Pending;
import io.mailprobe.receiver.listen.Inbox;
import io.mailprobe.receiver.listen.Mailbox;
import io.mailprobe.receiver.listen.Message;
import io.mailprobe.receiver.verify.Finding;
import io.mailprobe.receiver.verify.KnownRecipients;
import io.mailprobe.receiver.verify.Verifier;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads a message from the listener through verification into the journal. */
final class Intake implements Inbox {

  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  private final KnownRecipients recipients;
  private final Verifier verifier;
  private final Journal journal;
  private final ReceiverEvents events;

  Intake(KnownRecipients recipients, Verifier verifier, Journal journal, ReceiverEvents events) {
    this.recipients = recipients;
    this.verifier = verifier;
    this.journal = journal;
    this.events = events;
  }

  @Override
  public boolean knows(Mailbox recipient) {
    return recipients.contains(recipient);
  }

  @Override
  public Arriving arriving() {
    Pending pending = journal.arriving();
    return new Arriving() {
      @Override
      public Instant at() {
        return pending.at();
      }

      @Override
      public Optional<String> keep(Message message) {
        try {
          return Optional.of(write(pending, message));
        } catch (IOException e) {
          log.warn("message from {} not kept: {}", message.envelope().peer(), e.getMessage());
          return Optional.empty();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          return Optional.empty();
        }
      }

      @Override
      public void close() {
        pending.close();
      }
    };
  }

  /** The message's name in the journal, once it is there. */
  private String write(Pending pending, Message message) throws IOException, InterruptedException {
    if (message.bareLineEnds() > 0) {
      log.info(
          "message from {} has {} bare CR or LF",
          message.envelope().peer(),
          message.bareLineEnds());
    }
    return switch (verifier.verify(message)) {
      case Finding.Genuine(var probes) -> {
        List<Arrival> arrivals = journal.write(pending, message, probes);
        arrivals.forEach(events::arrived);
        yield journal.name() + "-" + arrivals.getFirst().sequence();
      }
      case Finding.Reports(var reported) -> {
        List<DeliveryReport> reports = journal.writeReports(pending, message, reported);
        reports.forEach(events::reported);
        yield journal.name() + "-" + reports.getFirst().sequence();
      }
      case Finding.Unverified unverified -> {
        long number = journal.write(message, unverified);
        events.unverified(unverified.reason());
        log.info(
            "message from {} is neither a probe nor a report on one ({})",
            message.envelope().peer(),
            unverified.detail());
        yield journal.name() + "-unverified-" + number;
      }
    };
  }
}
