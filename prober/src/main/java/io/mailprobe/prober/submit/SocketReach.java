package io.mailprobe.prober.submit;

import io.mailprobe.protocol.time.Clock;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** Reaches servers by sockets, on one event loop. */
final class SocketReach implements Reach {

  private final EventLoop loop;
  private final Clock clock;
  private final Addresses addresses;
  private final TlsClients tls;

  SocketReach(EventLoop loop, Clock clock, Addresses addresses, TlsClients tls) {
    this.loop = loop;
    this.clock = clock;
    this.addresses = addresses;
    this.tls = tls;
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public void waitForFiles(Runnable task) {
    Thread _ = Thread.ofVirtual().name("certificate").start(task);
  }

  @Override
  public Reach showing(ClientCertificate.Shown own) {
    return new SocketReach(loop, clock, addresses, tls.showing(own));
  }

  @Override
  public CompletableFuture<Found> find(Target target, int rotation) {
    return addresses.of(target, rotation);
  }

  @Override
  public Call call(Candidate candidate, TlsMode mode, Caller caller) {
    SocketCall call = new SocketCall(candidate, mode, caller);
    call.start();
    return call;
  }

  private Bootstrap bootstrap() {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // The scheduler keeps the deadline.
        // A failed write must not close what is still to be read: a last 421, say.
        .option(ChannelOption.AUTO_CLOSE, false)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                // Whoever dialled installs its own once it is connected.
              }
            });
  }

  /** One address being tried. */
  private final class SocketCall implements Call {
    private final Candidate candidate;
    private final TlsMode mode;
    private final Caller caller;
    private final ChannelFuture registered;
    private boolean givenUp;

    SocketCall(Candidate candidate, TlsMode mode, Caller caller) {
      this.candidate = candidate;
      this.mode = mode;
      this.caller = caller;
      registered = bootstrap().register();
    }

    void start() {
      var _ = registered.addListener(_ -> connect());
    }

    @Override
    public void giveUp() {
      givenUp = true;
      var _ = registered.channel().close();
    }

    private void connect() {
      if (givenUp) {
        return;
      }
      if (registered.isSuccess()) {
        caller.calling();
        ChannelFuture connection = registered.channel().connect(candidate.address());
        var _ = connection.addListener(_ -> ended(connection));
      } else {
        caller.failed(Failures.connection(registered.cause()));
      }
    }

    private void ended(ChannelFuture connection) {
      if (givenUp) {
        return;
      }
      if (connection.isSuccess()) {
        caller.connected(connection(connection.channel()));
      } else {
        caller.failed(Failures.connection(connection.cause()));
      }
    }

    private Connection connection(Channel channel) {
      return new Connection(
          (InetSocketAddress) channel.remoteAddress(),
          events ->
              new Wire(channel, clock, made -> tls.handler(made, mode, candidate.name()), events));
    }
  }
}
