package io.mailprobe.receiver.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import io.mailprobe.receiver.harness.Counted;
import io.mailprobe.receiver.harness.Peer;
import io.mailprobe.receiver.harness.RealTime;
import io.mailprobe.receiver.harness.Station;
import io.mailprobe.receiver.tls.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A listener with an inbox that remembers; it knows every address whose local part begins "ok". */
final class Post implements AutoCloseable, Inbox {

  static final Limits SMALL =
      new Limits(50, 50, 10_000, 3, 5, 1_000, Duration.ofMinutes(5), Duration.ofMinutes(15));

  final Counted events = new Counted();
  final List<Message> messages = new CopyOnWriteArrayList<>();
  final Listener listener;
  private final Clock clock;
  private volatile Function<Message, Optional<String>> keeping = _ -> Optional.of("it");

  private Post(ReceiverSettings settings, Clock clock, Scheduler scheduler) {
    this.clock = clock;
    Certificates certificates = new Certificates(settings, clock);
    listener = new Listener(settings, certificates, this, events, clock, scheduler);
    try {
      certificates.load();
      listener.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Post in(Path folder, Limits limits) {
    RealTime time = new RealTime();
    return new Post(Station.settings(folder, limits), time, time);
  }

  static <T extends Clock & Scheduler> Post in(Path folder, Limits limits, T time) {
    return new Post(Station.settings(folder, limits), time, time);
  }

  /** From now on messages are kept so. */
  void keepBy(Function<Message, Optional<String>> how) {
    keeping = how;
  }

  Peer connect() {
    return new Peer(listener.port());
  }

  Peer greet() {
    return Peer.greeted(listener.port());
  }

  /** A transaction that must be taken. */
  static void deliver(Peer peer, String content) {
    peer.ask("MAIL FROM:<a@b.example>", "250 2.1.0");
    peer.ask("RCPT TO:<ok@c.example>", "250 2.1.5");
    peer.ask("DATA", "354");
    peer.ask(content + "\r\n.", "250 2.0.0");
  }

  /** What the last message said. */
  String lastContent() {
    return new String(messages.getLast().beginning(), ISO_8859_1);
  }

  @Override
  public boolean knows(Mailbox recipient) {
    return recipient.localPart().startsWith("ok");
  }

  @Override
  public Arriving arriving() {
    Instant now = clock.micros();
    return new Arriving() {
      @Override
      public Instant at() {
        return now;
      }

      @Override
      public Optional<String> keep(Message message) {
        Optional<String> kept = keeping.apply(message);
        kept.ifPresent(_ -> messages.add(message));
        return kept;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {
    listener.close();
  }
}
