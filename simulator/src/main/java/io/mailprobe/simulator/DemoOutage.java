package io.mailprobe.simulator;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.fault.Timeline;
import io.mailprobe.simulator.fault.TimelinePlayer;
import io.mailprobe.simulator.topology.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The outage that the demo plays in a loop: forty seconds of calm, then one region refuses and
 * delays as on 2 June 2026, then what was held comes out in bulk and out of order, then all is well
 * again. The other regions notice nothing.
 */
public final class DemoOutage implements AutoCloseable {

  /** Where in the loop we are. */
  public enum Stage {
    CALM("calm: mail flows in all regions", Duration.ofSeconds(40)),
    OUTAGE("outage: one region refuses sessions and holds mail", Duration.ofSeconds(70)),
    DRAIN("drain: held mail comes out in bulk", Duration.ofSeconds(20)),
    RECOVERED("recovered: mail flows in all regions again", Duration.ofSeconds(30));

    private final String words;
    private final Duration length;

    Stage(String words, Duration length) {
      this.words = words;
      this.length = length;
    }

    /** What happens, in words. */
    public String words() {
      return words;
    }

    /** How long it lasts. */
    public Duration length() {
      return length;
    }

    private Stage next() {
      return switch (this) {
        case CALM -> OUTAGE;
        case OUTAGE -> DRAIN;
        case DRAIN -> RECOVERED;
        case RECOVERED -> CALM;
      };
    }
  }

  private static final String FOREST_LIMIT =
      "421 4.3.2 The maximum number of concurrent connections per resource forest has exceeded a"
          + " limit, closing transmission channel. {server} PRX8 {trailer}";

  private final Simulator simulator;
  private final Scheduler scheduler;
  private final String region;
  private final List<Consumer<Stage>> listeners = new CopyOnWriteArrayList<>();
  private Stage stage = Stage.CALM;
  private Optional<TimelinePlayer> player = Optional.empty();
  private Optional<Scheduler.Pending> pending = Optional.empty();
  private boolean closed;

  /** An outage of this region of the simulator, which plays nothing yet. */
  public DemoOutage(Simulator simulator, Scheduler scheduler, String region) {
    this.simulator = simulator;
    this.scheduler = scheduler;
    this.region = region;
  }

  /** Begins with the calm. */
  public void start() {
    enter(Stage.CALM);
  }

  /** Where in the loop we are now. */
  public synchronized Stage stage() {
    return stage;
  }

  /** The region that the outage strikes. */
  public String region() {
    return region;
  }

  /** Tells the listener of each stage as it begins: the first by {@link #start}'s own thread. */
  public void onStage(Consumer<Stage> listener) {
    listeners.add(listener);
  }

  /**
   * What goes wrong, from the start of the outage. Of ten sessions about six are refused, one is
   * closed without a word at the banner and one after MAIL; what is accepted by the others comes
   * late.
   */
  static Timeline timeline(String region) {
    Duration drain = Stage.DRAIN.length().minusSeconds(2);
    return Timeline.builder()
        .during(Duration.ZERO, Stage.OUTAGE.length())
        .in(Scope.region(region))
        .fault(0.6, Fault.Reply.of(Phase.BANNER, FOREST_LIMIT))
        .fault(0.25, new Fault.Close(Phase.BANNER))
        .fault(0.3, new Fault.Close(Phase.MAIL))
        .fault(1, new Fault.Hold(new Latency(Duration.ofSeconds(45), 0.5), drain))
        .build();
  }

  private void enter(Stage next) {
    synchronized (this) {
      if (closed) {
        return;
      }
      stage = next;
      if (next == Stage.OUTAGE) {
        player.ifPresent(TimelinePlayer::close);
        player = Optional.of(simulator.play(timeline(region)));
      }
      pending = Optional.of(scheduler.after(next.length(), () -> enter(next.next())));
    }
    listeners.forEach(listener -> listener.accept(next));
  }

  /** Ends what is on and plays no more. */
  @Override
  public synchronized void close() {
    closed = true;
    pending.ifPresent(Scheduler.Pending::cancel);
    player.ifPresent(TimelinePlayer::close);
  }
}
