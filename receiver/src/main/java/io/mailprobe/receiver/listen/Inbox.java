package io.mailprobe.receiver.listen;

import java.time.Instant;
import java.util.Optional;

/** What the listener needs of the rest of the receiver. Called on the sessions' threads. */
public interface Inbox {

  /** Whether mail for this address is taken. */
  boolean knows(Mailbox recipient);

  /**
   * Called the moment a message is whole. Until the result is closed, no reader of the feed is told
   * that it has seen everything up to that moment.
   */
  Arriving arriving();

  /** A message that is whole and not yet settled. */
  interface Arriving extends AutoCloseable {

    /** When it became whole. */
    Instant at();

    /**
     * Keeps it.
     *
     * @return a name for it once it is on disk, for the reply; empty where it could not be kept and
     *     has to be sent again
     */
    Optional<String> keep(Message message);

    /** It is settled; does nothing where it was so already. */
    @Override
    void close();
  }
}
