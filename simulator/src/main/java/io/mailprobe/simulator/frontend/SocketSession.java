package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.frontend.Turn.Next;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds a {@link Dialogue} over a socket, from banner to close, on the calling thread. */
final class SocketSession {

  private static final Logger LOG = LoggerFactory.getLogger(SocketSession.class);

  private final Dialogue dialogue;
  private final Wire wire;
  private final SSLContext tls;
  private final Scheduler scheduler;

  SocketSession(Dialogue dialogue, Wire wire, SSLContext tls, Scheduler scheduler) {
    this.dialogue = dialogue;
    this.wire = wire;
    this.tls = tls;
    this.scheduler = scheduler;
  }

  void run() {
    try (wire) {
      Optional<Turn> turn = Optional.of(dialogue.opened());
      while (turn.isPresent()) {
        say(turn.get());
        turn = after(turn.get().next());
      }
    } catch (IOException e) {
      LOG.debug("session with {} ended: {}", wire.clientAddress(), e.toString());
    } finally {
      dialogue.ended();
    }
  }

  private void say(Turn turn) throws IOException {
    for (String line : turn.lines()) {
      if (turn.between().isZero()) {
        wire.say(line);
      } else {
        wire.drip(line, () -> Pause.of(scheduler, turn.between()));
      }
    }
  }

  /** The turn after it; empty after the last. */
  private Optional<Turn> after(Next next) throws IOException {
    return switch (next) {
      case Next.Line() -> Optional.of(answeredLine());
      case Next.Message(int limit) -> Optional.of(dialogue.message(wire.readMessage(limit)));
      case Next.Bytes(long count, int limit) ->
          Optional.of(dialogue.chunk(wire.readBytes(count, limit)));
      case Next.Handshake(Duration late) -> {
        if (late.isPositive()) {
          Pause.of(scheduler, late);
        }
        yield Optional.of(dialogue.secured(wire.startTls(tls)));
      }
      case Next.FailedHandshake() -> {
        wire.failTls();
        yield Optional.empty();
      }
      case Next.Silence() -> {
        wire.ignore();
        yield Optional.empty();
      }
      case Next.Close() -> Optional.empty();
      case Next.Abort() -> {
        wire.abort();
        yield Optional.empty();
      }
      case Next.Reset() -> {
        wire.reset();
        yield Optional.empty();
      }
    };
  }

  private Turn answeredLine() throws IOException {
    Optional<String> line;
    try {
      line = wire.readLine();
    } catch (SocketTimeoutException _) {
      return dialogue.idle();
    }
    return line.map(dialogue::said).orElseGet(dialogue::saidTooMuch);
  }
}
