package io.mailprobe.prober.submit;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Tries addresses one after the other until one gives a connection. On one event loop only. */
final class Dialer {

  private final Bootstrap bootstrap;
  private final Timers timers;
  private final Duration each;
  private final Transcript transcript;
  private final Deque<Candidate> left = new ArrayDeque<>();
  private final List<String> failures = new ArrayList<>();
  private final Runnable connecting;
  private final BiConsumer<Channel, Candidate> connected;
  private final Consumer<String> failed;
  private Optional<Attempt> current = Optional.empty();

  /**
   * @param each the most for one address
   * @param connecting hears of each address just before its connection is asked for
   * @param connected takes the first connection
   * @param failed hears why there was none
   */
  Dialer(
      EventLoop loop,
      Timers timers,
      Duration each,
      Transcript transcript,
      Runnable connecting,
      BiConsumer<Channel, Candidate> connected,
      Consumer<String> failed) {
    this.timers = timers;
    this.each = each;
    this.transcript = transcript;
    this.connecting = connecting;
    this.connected = connected;
    this.failed = failed;
    bootstrap =
        new Bootstrap()
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

  /** Tries these, in their order. */
  void dial(List<Candidate> candidates) {
    left.addAll(candidates);
    next();
  }

  /** Tries no more. */
  void cut(String when) {
    left.clear();
    current.ifPresent(attempt -> attempt.giveUp("no answer " + when));
  }

  private void next() {
    if (left.isEmpty()) {
      failed.accept("no connection: " + String.join("; ", failures));
    } else {
      Attempt attempt = new Attempt(left.remove());
      current = Optional.of(attempt);
      attempt.start();
    }
  }

  /** One address being tried. */
  private final class Attempt {
    private final Candidate candidate;
    private final ChannelFuture registered;
    private boolean givenUp;

    Attempt(Candidate candidate) {
      this.candidate = candidate;
      registered = bootstrap.register();
    }

    void start() {
      timers.phase(each, () -> giveUp("no answer within " + Failures.text(each)));
      transcript.note("connecting to " + NetUtil.toSocketAddressString(candidate.address()));
      var _ = registered.addListener(_ -> connect());
    }

    void giveUp(String why) {
      givenUp = true;
      var _ = registered.channel().close();
      failed(why);
    }

    private void connect() {
      if (givenUp) {
        return;
      }
      if (registered.isSuccess()) {
        connecting.run();
        ChannelFuture connection = registered.channel().connect(candidate.address());
        var _ = connection.addListener(_ -> ended(connection));
      } else {
        failed(Failures.connection(registered.cause()));
      }
    }

    private void ended(ChannelFuture connection) {
      if (givenUp) {
        return;
      }
      if (connection.isSuccess()) {
        connected.accept(connection.channel(), candidate);
      } else {
        failed(Failures.connection(connection.cause()));
      }
    }

    private void failed(String why) {
      String failure = NetUtil.toSocketAddressString(candidate.address()) + " " + why;
      failures.add(failure);
      transcript.note(failure);
      next();
    }
  }
}
