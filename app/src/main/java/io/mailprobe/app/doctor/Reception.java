package io.mailprobe.app.doctor;

import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.prober.feed.NamedFeed;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.feed.FeedRequest;
import io.mailprobe.protocol.feed.FeedTimes;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.receiver.Receiver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where arrivals are told: the receiver here, and those elsewhere, as far as they answered. */
final class Reception implements AutoCloseable {

  private static final int EXCHANGES = 3;

  private final List<NamedFeed> feeds = new ArrayList<>();
  private Optional<Receiver> own = Optional.empty();

  /** Starts the receiver of the configuration in this process. */
  void start(Bench bench) throws IOException {
    Tools tools = bench.tools();
    Receiver receiver =
        new Receiver(
            bench.config().receiver().orElseThrow(),
            bench.config().keys(),
            tools.receiving(),
            tools.clock(),
            tools.scheduler(),
            tools.random());
    receiver.start();
    own = Optional.of(receiver);
    feeds.add(new NamedFeed("local", receiver.feed()));
  }

  /** The port of the receiver that was started here. */
  int port() {
    return own.orElseThrow().port();
  }

  /** A feed that answers. */
  void add(NamedFeed feed) {
    feeds.add(feed);
  }

  List<NamedFeed> feeds() {
    return List.copyOf(feeds);
  }

  /**
   * Asks a receiver for nothing in particular, and takes the time of the exchange as a feed's
   * reader does.
   */
  static Optional<ClockOffset> ask(NamedFeed feed, String prober, Clock clock)
      throws IOException, InterruptedException {
    List<ClockOffset> offsets = new ArrayList<>();
    for (int i = 0; i < EXCHANGES; i++) {
      long asked = clock.nanos();
      FeedPage page = feed.feed().read(new FeedRequest(prober, Optional.empty(), 1, Duration.ZERO));
      Instant answered = clock.wall();
      Duration took = Duration.ofNanos(clock.nanos() - asked);
      page.times().map(times -> offset(times, answered, took)).ifPresent(offsets::add);
    }
    return offsets.stream().min(Comparator.comparing(ClockOffset::uncertainty));
  }

  /** As NTP does (RFC 5905 8). */
  private static ClockOffset offset(FeedTimes theirs, Instant answered, Duration took) {
    Duration out = Duration.between(answered.minus(took), theirs.asked());
    Duration back = Duration.between(answered, theirs.answered());
    Duration travelled = took.minus(Duration.between(theirs.asked(), theirs.answered()));
    Duration half = travelled.isNegative() ? Duration.ZERO : travelled.dividedBy(2);
    return new ClockOffset(out.plus(back).dividedBy(2), half.plusNanos(2_000));
  }

  @Override
  public void close() {
    own.ifPresent(Receiver::close);
  }
}
