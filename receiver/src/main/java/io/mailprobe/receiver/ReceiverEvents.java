package io.mailprobe.receiver;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.report.DeliveryReport;
import java.util.Locale;

/**
 * What happens in a receiver, for whoever counts it. Called on the receiver's threads: an
 * implementation returns at once and never throws.
 */
public interface ReceiverEvents {

  /** A connection was taken. */
  void connected();

  /** A genuine probe is on disk and was answered with 250. */
  void arrived(Arrival arrival);

  /** A report on a probe is on disk and was answered with 250. */
  void reported(DeliveryReport report);

  /** The receiver refused something for good (5yz); the peer's doing. */
  void refused(Refusal refusal);

  /** The receiver itself could not take a message or a session now (4yz); our doing. */
  void deferred(Deferral deferral);

  /** A message was taken at a known address, but is no genuine probe; it is kept as evidence. */
  void unverified(Unverified why);

  /** Why something was refused. */
  enum Refusal {
    /** A recipient that is neither a genuine token nor a configured address. */
    RECIPIENT,
    /** A message above the size limit. */
    SIZE,
    /** A command that is not SMTP, or out of its order, or malformed. */
    COMMAND;

    /** The name in metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Why something was deferred. */
  enum Deferral {
    /** The journal could not be written. */
    JOURNAL,
    /** Too many connections, in all or from one address. */
    CONNECTIONS,
    /** More recipients than one message may have; the peer sends the rest in another. */
    RECIPIENTS,
    /** A session ran into a time limit. */
    TIMEOUT,
    /** The receiver is being stopped. */
    SHUTDOWN,
    /** A fault in the receiver. */
    INTERNAL;

    /** The name in metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Why a message is no genuine probe. */
  enum Unverified {
    /** It carries neither stamp nor token. */
    NO_STAMP,
    /** Its stamp is not genuine, and no token is. */
    FORGED,
    /** Its stamp or its probe is too old, or from the future. */
    OUT_OF_DATE,
    /** It cannot be read as a message at all. */
    MALFORMED;

    /** The name in metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
