package io.mailprobe.benchmarks;

import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.fault.Fate;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.server.ServerSettings;
import io.mailprobe.simulator.server.Servers;
import io.mailprobe.simulator.server.Turn;
import io.mailprobe.simulator.topology.Place;
import io.mailprobe.simulator.topology.Region;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What one message of ours costs at a busy server of the simulator, which has to go through the
 * mail of others that came since the last one: against a simulation of the same queue by events.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class QueueBenchmark {

  private static final Duration BETWEEN = Duration.ofMinutes(10);
  private static final ServerSettings SETTINGS = ServerSettings.busy();
  private static final Place PLACE = Region.amer().places().getFirst();

  private final MovableClock clock = new MovableClock();
  private final Servers servers = servers(clock);
  private final EventQueue events = new EventQueue();
  private long messages;

  private static Servers servers(MovableClock clock) {
    clock.stop();
    Scheduler never = (_, _) -> () -> {};
    Servers servers =
        new Servers(
            List.of(PLACE), SETTINGS, new FaultBoard(), clock, never, new SplittableRandom(1));
    servers.start();
    return servers;
  }

  /** Ours: 7,200 messages of others, and one. */
  @Benchmark
  public Turn workedThrough() {
    clock.advance(BETWEEN);
    return servers.enter(PLACE, new Fate(messages++), 0);
  }

  /** The peer: as many, each with its own two events. */
  @Benchmark
  public int scheduled() {
    return events.advance(BETWEEN.toNanos());
  }

  /** A queue M/M/c, event by event. */
  private static final class EventQueue {
    private final SplittableRandom random = new SplittableRandom(1);
    private final PriorityQueue<Event> pending = new PriorityQueue<>();
    private long now;
    private int present;

    private record Event(long at, boolean arrival) implements Comparable<Event> {
      @Override
      public int compareTo(Event other) {
        return Long.compare(at, other.at);
      }
    }

    EventQueue() {
      arrive();
    }

    int advance(long nanos) {
      long end = now + nanos;
      for (Event next = pending.peek(); next != null && next.at() <= end; next = pending.peek()) {
        pending.remove();
        now = next.at();
        if (next.arrival()) {
          present++;
          arrive();
          if (present <= SETTINGS.workers()) {
            serve();
          }
        } else {
          present--;
          if (present >= SETTINGS.workers()) {
            serve();
          }
        }
      }
      now = end;
      return present;
    }

    private void arrive() {
      double between = SETTINGS.service().toNanos() / (SETTINGS.utilisation() * SETTINGS.workers());
      pending.add(new Event(now + (long) (between * random.nextExponential()), true));
    }

    private void serve() {
      double service = SETTINGS.service().toNanos() * random.nextExponential();
      pending.add(new Event(now + (long) service, false));
    }
  }
}
