package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.session.TlsSession;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.frontend.Guest.Secured;
import io.mailprobe.simulator.frontend.Turn.Next;
import io.mailprobe.simulator.queue.QueuedMessage.Cipher;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Holds a {@link Dialogue} in memory. All of it happens in tasks of the scheduler. */
final class VirtualSession implements VirtualFrontEnd.Connection {

  /** As Java says it of the alert with which a front end fails a handshake. */
  private static final String HANDSHAKE_FAILURE =
      "(handshake_failure) Received fatal alert: handshake_failure";

  private final Dialogue dialogue;
  private final VirtualInput input;
  private final VirtualFrontEnd.Client client;
  private final TlsSession tls;
  private final Clock clock;
  private final Scheduler scheduler;
  private final SessionLimits limits;
  private final Duration oneWay;
  private final Supplier<Duration> answering;
  private final Consumer<VirtualSession> left;
  private final long start;
  private Next next = new Next.Line();
  private boolean speaking = true;
  private Optional<Secured> hello = Optional.empty();
  private Optional<Scheduler.Pending> watch = Optional.empty();
  private long lastHeard;
  private long lastTold;
  private boolean over;

  /**
   * @param tls what the session is once it is under TLS
   * @param roundTrip of the network
   * @param answering how long the next answer takes
   * @param left hears that the session is over
   */
  VirtualSession(
      Edge edge,
      Dialogue dialogue,
      VirtualFrontEnd.Client client,
      TlsSession tls,
      Duration roundTrip,
      Supplier<Duration> answering,
      Consumer<VirtualSession> left) {
    this.dialogue = dialogue;
    this.client = client;
    this.tls = tls;
    this.answering = answering;
    this.left = left;
    input = new VirtualInput(dialogue);
    clock = edge.clock();
    scheduler = edge.scheduler();
    limits = edge.limits();
    oneWay = roundTrip.dividedBy(2);
    start = clock.nanos();
  }

  /** The client's call sets out. */
  void start() {
    arrive(
        () -> {
          tell(Duration.ZERO, client::connected);
          watch = Optional.of(scheduler.after(limits.idle(), this::watch));
          perform(dialogue.opened());
        });
  }

  @Override
  public void say(String text) {
    arrive(
        () -> {
          if (!(next instanceof Next.Silence)) {
            input.add(text);
            read();
          }
        });
  }

  @Override
  public void startTls(String serverName, List<X509Certificate> certificates) {
    Cipher cipher = new Cipher(tls.version(), tls.cipher());
    Secured shown = new Secured(cipher, serverName.toLowerCase(Locale.ROOT), certificates);
    arrive(
        () -> {
          hello = Optional.of(shown);
          read();
        });
  }

  @Override
  public void close() {
    arrive(this::finish);
  }

  /** Lets it happen here when it has come over the network, unless all is over by then. */
  private void arrive(Runnable task) {
    var _ =
        scheduler.after(
            oneWay,
            () -> {
              if (!over) {
                lastHeard = clock.nanos();
                task.run();
              }
            });
  }

  /** Lets it happen at the client's so much later and the way there, after all before it. */
  private void tell(Duration later, Runnable task) {
    long now = clock.nanos();
    lastTold = Math.max(lastTold + 1, now + later.toNanos() + oneWay.toNanos());
    var _ = scheduler.after(Duration.ofNanos(lastTold - now), task);
  }

  /** Lets it happen here so much later, unless all is over by then. */
  private void later(Duration delay, Runnable task) {
    var _ =
        scheduler.after(
            delay,
            () -> {
              if (!over) {
                task.run();
              }
            });
  }

  private void perform(Turn turn) {
    Duration answer = answering.get();
    String text = String.join("", turn.lines().stream().map(line -> line + "\r\n").toList());
    if (turn.between().isZero() || text.isEmpty()) {
      if (!text.isEmpty()) {
        tell(answer, () -> client.said(text));
      }
      proceed(turn.next(), answer);
    } else {
      speaking = true;
      drip(text, 0, turn);
    }
  }

  /** Says what is left of the text byte by byte, for as long as somebody hears it. */
  private void drip(String text, int from, Turn turn) {
    if (from == text.length()) {
      proceed(turn.next(), Duration.ZERO);
      read();
    } else {
      tell(Duration.ZERO, () -> client.said(text.substring(from, from + 1)));
      later(turn.between(), () -> drip(text, from + 1, turn));
    }
  }

  /**
   * @param after how long from now the front end has said what comes before
   */
  private void proceed(Next following, Duration after) {
    next = following;
    speaking = false;
    switch (following) {
      case Next.Line _, Next.Message _, Next.Bytes _, Next.Silence _ -> {}
      case Next.Handshake(Duration late) -> {
        input.forget();
        if (late.isPositive()) {
          speaking = true;
          later(
              late.plus(after),
              () -> {
                speaking = false;
                read();
              });
        }
      }
      case Next.FailedHandshake _ -> input.forget();
      case Next.Close _, Next.Abort _ -> {
        tell(after, client::closed);
        finish();
      }
      case Next.Reset _ -> {
        tell(after, client::reset);
        finish();
      }
    }
  }

  /** Answers what has come in. */
  private void read() {
    while (!over && !speaking) {
      Optional<Turn> turn = turn();
      if (turn.isEmpty()) {
        return;
      }
      perform(turn.get());
    }
  }

  /** The turn after what has come in; empty where more has to come. */
  private Optional<Turn> turn() {
    return switch (next) {
      case Next.Line() -> input.line();
      case Next.Message(int limit) -> input.message(limit);
      case Next.Bytes(long count, int limit) -> input.bytes(count, limit);
      case Next.Handshake _ -> hello.map(this::shakeHands);
      case Next.FailedHandshake _ -> hello.map(_ -> failHandshake());
      case Next.Silence _, Next.Close _, Next.Abort _, Next.Reset _ -> Optional.empty();
    };
  }

  private Turn shakeHands(Secured shown) {
    tell(answering.get(), () -> client.secured(tls));
    return dialogue.secured(shown);
  }

  private Turn failHandshake() {
    tell(answering.get(), () -> client.tlsFailed(HANDSHAKE_FAILURE));
    return Turn.silently(new Next.Close());
  }

  /** Ends a session that lasts too long, or in which nothing is said. */
  private void watch() {
    Duration lasted = Duration.ofNanos(clock.nanos() - start);
    Duration quiet = Duration.ofNanos(clock.nanos() - lastHeard);
    boolean ignoring = speaking || next instanceof Next.Silence;
    if (lasted.compareTo(limits.whole()) >= 0) {
      perform(Turn.silently(new Next.Abort()));
    } else if (!ignoring && quiet.compareTo(limits.idle()) >= 0) {
      perform(next instanceof Next.Line ? dialogue.idle() : Turn.silently(new Next.Close()));
    } else {
      Duration untilIdle = ignoring ? limits.idle() : limits.idle().minus(quiet);
      Duration untilEnd = limits.whole().minus(lasted);
      Duration soonest = untilIdle.compareTo(untilEnd) < 0 ? untilIdle : untilEnd;
      watch = Optional.of(scheduler.after(soonest, this::watch));
    }
  }

  /** Resets the connection. */
  void breakOff() {
    if (!over) {
      perform(Turn.silently(new Next.Reset()));
    }
  }

  private void finish() {
    over = true;
    left.accept(this);
    watch.ifPresent(Scheduler.Pending::cancel);
    dialogue.ended();
  }
}
