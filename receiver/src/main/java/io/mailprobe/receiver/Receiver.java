package io.mailprobe.receiver;

import io.mailprobe.protocol.feed.ArrivalFeed;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.receiver.feed.JournalFeed;
import io.mailprobe.receiver.journal.Journal;
import io.mailprobe.receiver.listen.Listener;
import io.mailprobe.receiver.tls.Certificates;
import io.mailprobe.receiver.verify.KnownRecipients;
import io.mailprobe.receiver.verify.Verifier;
import io.mailprobe.store.StoreSize;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Takes probes by SMTP, keeps their arrivals and hands them to the probers that wait for them. */
public final class Receiver implements AutoCloseable {

  /**
   * How long after its tick a probe is still believed. Exchange Online gives up after a day; what
   * comes later than this is no measurement but a replay.
   */
  static final Duration MAX_AGE = Duration.ofDays(7);

  private final ReceiverSettings settings;
  private final Keyring keys;
  private final Troubles events;
  private final Clock clock;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final Certificates certificates;
  private volatile @Nullable Running running;

  /** What exists between start and close. */
  private record Running(Journal journal, Listener listener, ArrivalFeed feed) {}

  /**
   * @param keys whose probes are believed
   * @param random names a new journal
   */
  public Receiver(
      ReceiverSettings settings,
      Keyring keys,
      ReceiverEvents events,
      Clock clock,
      Scheduler scheduler,
      RandomGenerator random) {
    this.settings = settings;
    this.keys = keys;
    this.events = new Troubles(events, clock);
    this.clock = clock;
    this.scheduler = scheduler;
    this.random = random;
    certificates = new Certificates(settings, clock);
  }

  /**
   * Opens the journal, loads or makes the certificate and begins to listen.
   *
   * @throws IOException if any of these cannot be done; the message says what was seen and what to
   *     do, and nothing is left open
   */
  public void start() throws IOException {
    Journal journal = openJournal();
    try {
      certificates.load();
      RecipientToken tokens = new RecipientToken(keys);
      KnownRecipients recipients =
          new KnownRecipients(settings.domains(), settings.addresses(), tokens);
      Intake intake =
          new Intake(recipients, new Verifier(recipients, keys, MAX_AGE), journal, events);
      Listener listener = new Listener(settings, certificates, intake, events, clock, scheduler);
      listener.start();
      events.started();
      running =
          new Running(
              journal, listener, new JournalFeed(journal, clock, scheduler, events::latest));
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private Journal openJournal() throws IOException {
    try {
      return Journal.open(settings.store(), settings.retention(), clock, random);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted at the start").initCause(e);
    }
  }

  private Running running() {
    Running now = running;
    if (now == null) {
      throw new IllegalStateException("the receiver is not running");
    }
    return now;
  }

  /** The port it listens on, also where port 0 was asked for. */
  public int port() {
    return running().listener().port();
  }

  /** The arrivals, from any thread, between start and close. */
  public ArrivalFeed feed() {
    return running().feed();
  }

  /** Whether it listens and its journal can be written; never whether anybody sends. */
  public boolean ready() {
    Running now = running;
    try {
      return now != null && now.listener().isListening() && now.journal().isWritable();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * What is wrong with its journal, in a sentence, as far as that is known; empty if nothing is.
   */
  public Optional<String> trouble() {
    Running now = running;
    return now == null ? Optional.empty() : now.journal().trouble();
  }

  /** How much room its journal takes. */
  public StoreSize journalSize() {
    return running().journal().size();
  }

  /** When the certificate that peers see runs out. */
  public Instant certificateExpiry() {
    return certificates.notAfter();
  }

  /** How far the journal is behind. */
  public JournalLag journalLag() {
    Journal journal = running().journal();
    return new JournalLag(journal.waiting(), journal.lag());
  }

  /** How many sessions are open. */
  public int sessions() {
    return running().listener().sessions();
  }

  /**
   * Takes no more connections, lets transactions in progress finish, for so long at most, then ends
   * every session with a 421. The feed stays readable until {@link #close}.
   */
  public void drain(Duration patience) {
    Running now = running;
    if (now != null) {
      now.listener().drain(patience);
    }
  }

  /** Ends every session with a 421 and closes the journal. */
  @Override
  public void close() {
    Running now = running;
    running = null;
    if (now != null) {
      now.listener().close();
      now.journal().close();
    }
  }
}
