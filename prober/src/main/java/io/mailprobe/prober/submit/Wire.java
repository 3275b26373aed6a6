package io.mailprobe.prober.submit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mailprobe.protocol.reply.ReplyAssembler;
import io.mailprobe.protocol.reply.ReplyAssembler.Progress;
import io.mailprobe.protocol.session.TlsSession;
import io.mailprobe.protocol.time.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** A line over a socket, on the channel's event loop only. */
final class Wire extends ChannelInboundHandlerAdapter implements Line {

  private final Channel channel;
  private final Function<Channel, SslHandler> tls;
  private final Events events;
  private final Times times;
  private final ReplyAssembler assembler = new ReplyAssembler();
  private boolean reading = true;

  Wire(Channel channel, Clock clock, Function<Channel, SslHandler> tls, Events events) {
    this.channel = channel;
    this.tls = tls;
    this.events = events;
    times = new Times(clock);
  }

  @Override
  public void open() {
    channel.pipeline().addLast(times, this);
  }

  @Override
  public long readNanos() {
    return times.nanos;
  }

  @Override
  public long writtenNanos() {
    return times.writtenNanos;
  }

  @Override
  public Instant readWall() {
    return times.wall;
  }

  @Override
  public String partial() {
    return assembler.partial();
  }

  @Override
  public void say(String line) {
    var _ = channel.writeAndFlush(line(line));
  }

  @Override
  public void say(WireMessage message, Runnable finalDotSent) {
    var _ = channel.write(Unpooled.copiedBuffer(message.text(), ISO_8859_1));
    var _ =
        channel
            .writeAndFlush(line(WireMessage.FINAL_DOT))
            .addListener(
                written -> {
                  if (written.isSuccess()) {
                    finalDotSent.run();
                  }
                });
  }

  @Override
  public void startTls() {
    SslHandler handler = tls.apply(channel);
    channel.pipeline().addBefore(channel.pipeline().context(this).name(), "tls", handler);
    var _ =
        handler
            .handshakeFuture()
            .addListener(
                handshake -> {
                  if (handshake.isSuccess()) {
                    SSLSession session = handler.engine().getSession();
                    events.secured(describe(session), own(session));
                  } else if (channel.isActive()) {
                    events.tlsFailed(handshake.cause());
                  } // Otherwise the connection was lost, which channelInactive tells.
                });
  }

  @Override
  public void close() {
    reading = false;
    var _ = channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      while (reading && bytes.isReadable()) {
        switch (assembler.accept(bytes.readByte())) {
          case Progress.MoreNeeded() -> {}
          case Progress.Complete(var reply) -> events.replied(reply, bytes.isReadable());
          case Progress.Malformed(_, var evidence) -> {
            reading = false;
            events.garbled(evidence);
          }
        }
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (reading) {
      events.lost("closed");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!reading) {
      return;
    }
    switch (Failures.kind(cause)) {
      case TLS -> events.tlsFailed(cause);
      case CONNECTION -> events.lost(Failures.connection(cause));
      case OTHER -> events.failed(cause);
    }
  }

  private static ByteBuf line(String text) {
    return Unpooled.copiedBuffer(text + "\r\n", ISO_8859_1);
  }

  private static TlsSession describe(SSLSession session) {
    return new TlsSession(session.getProtocol(), session.getCipherSuite(), notAfter(session));
  }

  private static Optional<X509Certificate> own(SSLSession session) {
    Certificate[] shown = session.getLocalCertificates();
    return shown != null && shown.length > 0 && shown[0] instanceof X509Certificate certificate
        ? Optional.of(certificate)
        : Optional.empty();
  }

  private static Optional<Instant> notAfter(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(certificate.getNotAfter().toInstant())
          : Optional.empty();
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }

  /**
   * Notes the time of each read before, and of each write after all else was done, TLS included.
   */
  private static final class Times extends ChannelDuplexHandler {
    private final Clock clock;
    private long nanos;
    private Instant wall;
    private long writtenNanos;

    Times(Clock clock) {
      this.clock = clock;
      nanos = clock.nanos();
      wall = clock.wall();
      writtenNanos = nanos;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      nanos = clock.nanos();
      wall = clock.wall();
      context.fireChannelRead(message);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
      writtenNanos = clock.nanos();
      context.flush();
    }
  }
}
