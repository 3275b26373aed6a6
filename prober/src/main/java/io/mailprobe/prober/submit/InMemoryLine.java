package io.mailprobe.prober.submit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mailprobe.protocol.reply.ReplyAssembler;
import io.mailprobe.protocol.reply.ReplyAssembler.Progress;
import io.mailprobe.protocol.session.TlsSession;
import io.mailprobe.protocol.time.Clock;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** A line in memory, from the call for it on. */
final class InMemoryLine implements Line, Reach.Call, InMemoryServers.Client {

  private final Clock clock;
  private final Candidate candidate;
  private final List<X509Certificate> own;
  private final Reach.Caller caller;
  private final ReplyAssembler assembler = new ReplyAssembler();
  private InMemoryServers.@Nullable Connection connection;
  private @Nullable Events events;
  private boolean deaf;
  private boolean shakingHands;
  private long readNanos;
  private Instant readWall;
  private long writtenNanos;

  /**
   * @param own the certificate to show, leaf first; empty for none
   * @param caller hears whether a connection comes about
   */
  InMemoryLine(Clock clock, Candidate candidate, List<X509Certificate> own, Reach.Caller caller) {
    this.clock = clock;
    this.candidate = candidate;
    this.own = own;
    this.caller = caller;
    readNanos = clock.nanos();
    readWall = clock.wall();
    writtenNanos = readNanos;
  }

  /** Asks for the connection. */
  void dial(InMemoryServers servers) {
    connection = servers.connect(candidate.address(), this);
  }

  @Override
  public void giveUp() {
    close();
  }

  @Override
  public void connected() {
    if (!deaf) {
      caller.connected(
          new Reach.Connection(
              candidate.address(),
              heard -> {
                events = heard;
                return this;
              }));
    }
  }

  @Override
  public void unreachable(String why) {
    if (!deaf) {
      deaf = true;
      caller.failed(why);
    }
  }

  @Override
  public void open() {
    read();
    writtenNanos = readNanos;
  }

  @Override
  public long readNanos() {
    return readNanos;
  }

  @Override
  public Instant readWall() {
    return readWall;
  }

  @Override
  public long writtenNanos() {
    return writtenNanos;
  }

  @Override
  public String partial() {
    return assembler.partial();
  }

  @Override
  public void say(String line) {
    write(line + "\r\n");
  }

  @Override
  public void say(WireMessage message, Runnable finalDotSent) {
    write(message.text() + WireMessage.FINAL_DOT + "\r\n");
    finalDotSent.run();
  }

  private void write(String text) {
    writtenNanos = clock.nanos();
    connection().say(text);
  }

  @Override
  public void startTls() {
    shakingHands = true;
    connection().startTls(candidate.name(), own);
  }

  @Override
  public void close() {
    deaf = true;
    connection().close();
  }

  @Override
  public void said(String text) {
    read();
    if (shakingHands && !deaf) {
      // As Netty says it of bytes that are no TLS record.
      String bytes = HexFormat.of().formatHex(text.getBytes(ISO_8859_1));
      events().tlsFailed(new SSLException("not an SSL/TLS record: " + bytes));
      return;
    }
    int length = text.length();
    for (int i = 0; i < length && !deaf; i++) {
      switch (assembler.accept((byte) text.charAt(i))) {
        case Progress.MoreNeeded() -> {}
        case Progress.Complete(var reply) -> events().replied(reply, i + 1 < length);
        case Progress.Malformed(_, var evidence) -> {
          deaf = true;
          events().garbled(evidence);
        }
      }
    }
  }

  @Override
  public void secured(TlsSession session) {
    read();
    if (!deaf) {
      shakingHands = false;
      events().secured(session, own.stream().findFirst());
    }
  }

  @Override
  public void tlsFailed(String why) {
    read();
    if (!deaf) {
      events().tlsFailed(new SSLHandshakeException(why));
    }
  }

  @Override
  public void closed() {
    lost("closed");
  }

  @Override
  public void reset() {
    lost("reset");
  }

  private void lost(String how) {
    if (events == null) {
      unreachable(how); // Before the connection had come about.
      return;
    }
    read();
    if (!deaf) {
      events().lost(how);
    }
  }

  private void read() {
    readNanos = clock.nanos();
    readWall = clock.wall();
  }

  private InMemoryServers.Connection connection() {
    return Optional.ofNullable(connection).orElseThrow();
  }

  private Events events() {
    return Optional.ofNullable(events).orElseThrow();
  }
}
