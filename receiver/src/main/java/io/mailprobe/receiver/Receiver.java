package io.mailprobe.receiver;

import io.mailprobe.protocol.feed.ArrivalFeed;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Takes probes by SMTP, keeps their arrivals and hands them to the probers that wait for them. */
public final class Receiver implements AutoCloseable {

  public Receiver(
      ReceiverSettings settings,
      Keyring keys,
      ReceiverEvents events,
      Clock clock,
      Scheduler scheduler,
      RandomGenerator random) {
    Stream.of(settings, keys, events, clock, scheduler, random).forEach(Objects::requireNonNull);
  }

  /**
   * Opens the journal, loads or makes the certificate and begins to listen.
   *
   * @throws IOException if any of these cannot be done; the message says what was seen and what to
   *     do, and nothing is left open
   */
  public void start() throws IOException {}

  /** The port it listens on, also where port 0 was asked for. */
  public int port() {
    return 0;
  }

  /** The arrivals, from any thread, between start and close. */
  public ArrivalFeed feed() {
    return request -> new FeedPage(new FeedCursor("none", 0), Instant.EPOCH, List.of());
  }

  /** Whether it listens and its journal can be written. */
  public boolean ready() {
    return false;
  }

  /** When the certificate that peers see runs out. */
  public Instant certificateExpiry() {
    return Instant.EPOCH;
  }

  /** How far the journal is behind. */
  public JournalLag journalLag() {
    return new JournalLag(0, Duration.ZERO);
  }

  /** How many sessions are open. */
  public int sessions() {
    return 0;
  }

  /**
   * Takes no more connections, lets transactions in progress finish, for so long at most, then ends
   * every session with a 421. The feed stays readable until {@link #close}.
   */
  public void drain(Duration patience) {}

  /** Ends every session with a 421 and closes the journal. */
  @Override
  public void close() {}
}
