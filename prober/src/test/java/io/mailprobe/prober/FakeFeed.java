package io.mailprobe.prober;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.ArrivalFeed;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.feed.FeedRequest;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.time.Clock;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A receiver's feed in memory. */
public final class FakeFeed implements ArrivalFeed {

  private final Clock clock;
  private final List<Arrival> journal = new ArrayList<>();
  private boolean broken;
  private Optional<Instant> troubled = Optional.empty();

  public FakeFeed(Clock clock) {
    this.clock = clock;
  }

  /** A probe arrives. */
  public synchronized void arrive(ProbeId probe, Instant at) {
    journal.add(Samples.arrival(journal.size() + 1, probe, at));
    notifyAll();
  }

  /** The receiver was last in trouble then. */
  public synchronized void setTroubled(Instant at) {
    troubled = Optional.of(at);
    notifyAll();
  }

  /** Whether it fails from now on. */
  public synchronized void setBroken(boolean isBroken) {
    broken = isBroken;
    notifyAll();
  }

  @Override
  public synchronized FeedPage read(FeedRequest request) throws IOException, InterruptedException {
    int from = request.after().map(cursor -> (int) cursor.sequence()).orElse(0);
    long end = System.nanoTime() + request.patience().toNanos();
    long left = request.patience().toMillis();
    while (!broken && from == journal.size() && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    if (broken) {
      throw new IOException("as scripted");
    }
    int to = Math.min(journal.size(), from + request.limit());
    return new FeedPage(
        new FeedCursor("fake", to),
        clock.wall(),
        List.copyOf(journal.subList(from, to)),
        List.of(),
        Optional.empty(),
        troubled);
  }
}
