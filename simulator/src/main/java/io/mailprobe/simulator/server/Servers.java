package io.mailprobe.simulator.server;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.fault.Fate;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.fault.Injection;
import io.mailprobe.simulator.topology.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;

/**
 * The servers of one region and the mail of all customers that is spread over them. Ours waits
 * behind that of others. Faults of servers change who is given what, who works, and who is away.
 */
public final class Servers implements AutoCloseable {

  /** Hears what happens to servers, on the thread that makes it happen. */
  public interface Watcher {

    /** The turns of what waits at the server have changed. */
    default void staffed(Place server) {}

    /**
     * The server is away from now on: its sessions are reset.
     *
     * @param away for how long
     * @param drain within which time after that comes out what it held
     */
    void restarted(Place server, Duration away, Duration drain);
  }

  /** How often memories are looked at within the patience that there is with full ones. */
  private static final int LOOKS = 30;

  // Purposes of a session's and a message's chance, apart from all numbers of faults.
  private static final long DOOR = 1L << 50;
  private static final long SERVICE = 1L << 51;

  private final ServerSettings settings;
  private final FaultBoard faults;
  private final Clock clock;
  private final Scheduler scheduler;
  private final List<Server> servers = new ArrayList<>();
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private Optional<Scheduler.Pending> look = Optional.empty();
  private boolean closed;

  /**
   * Servers with nothing in their memory.
   *
   * @param places where they stand
   * @param random what the mail of others is drawn from
   */
  public Servers(
      List<Place> places,
      ServerSettings settings,
      FaultBoard faults,
      Clock clock,
      Scheduler scheduler,
      SplittableGenerator random) {
    this.settings = settings;
    this.faults = faults;
    this.clock = clock;
    this.scheduler = scheduler;
    long now = clock.nanos();
    places.forEach(place -> servers.add(new Server(place, settings, random.split(), now)));
    faults.onChange(this::apply);
  }

  /** The mail of others comes from now on; faults matter also without it. */
  public void start() {
    apply();
    if (settings.memory().fails()) {
      look();
    }
  }

  /** Tells the watcher of what happens from now on. */
  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  /** What a server that has too much to do, or is away, says to a session of this fate, if so. */
  public synchronized Optional<Fault.OfSession> strike(Place place, Phase phase, Fate fate) {
    Server server = current(place);
    RandomGenerator chance = fate.generator(DOOR);
    return chance.nextDouble() < server.refused()
        ? Doors.refusal(phase, chance.nextDouble(), server.isAway(clock.nanos()), server.fill())
        : Optional.empty();
  }

  /**
   * Takes a message of ours; when its turn is.
   *
   * @param number which copy of the message
   */
  public synchronized Turn enter(Place place, Fate fate, int number) {
    return current(place).enter(fate.generator(SERVICE + number));
  }

  /** Each server at this moment. */
  public synchronized List<ServerStats> stats() {
    long now = clock.nanos();
    List<ServerStats> stats = new ArrayList<>();
    for (Server server : servers) {
      server.advance(now);
      stats.add(
          new ServerStats(
              server.place, server.waiting(), server.fill(), server.refused(), server.isAway(now)));
    }
    return stats;
  }

  /** The server of a place as it is now. */
  private Server current(Place place) {
    for (Server server : servers) {
      if (server.place.label().equals(place.label())) {
        server.advance(clock.nanos());
        return server;
      }
    }
    throw new IllegalArgumentException("no server at " + place);
  }

  /** Brings the servers up to now, and then under the faults that are on now. */
  private void apply() {
    List<Runnable> news = new ArrayList<>();
    synchronized (this) {
      if (!closed) {
        long now = clock.nanos();
        servers.forEach(server -> server.advance(now));
        List<Strike> strikes = strikes();
        for (Server server : servers) {
          begin(server, strikes, news);
        }
        share(strikes, now);
      }
    }
    news.forEach(Runnable::run);
  }

  /** A fault of servers, and those whom it strikes. */
  private record Strike(Injection injection, List<Server> struck) {}

  private List<Strike> strikes() {
    List<Strike> strikes = new ArrayList<>();
    for (Injection injection : faults.active()) {
      if (injection.fault() instanceof Fault.OfServer) {
        List<Server> covered =
            servers.stream().filter(each -> injection.scope().covers(each.place)).toList();
        long count = Math.round(Math.ceil(injection.share() * covered.size() - 1e-9));
        strikes.add(new Strike(injection, covered.subList(0, (int) count)));
      }
    }
    return strikes;
  }

  private void begin(Server server, List<Strike> strikes, List<Runnable> news) {
    double workers = 1;
    double leak = 1;
    for (Strike strike : strikes) {
      if (strike.struck().contains(server)) {
        switch ((Fault.OfServer) strike.injection().fault()) {
          case Fault.FewerWorkers(double part) -> workers *= part;
          case Fault.Leak(double times) -> leak *= times;
          case Fault.Restart(Duration away, Duration drain) -> {
            if (server.restarts.add(strike.injection().number())) {
              restart(server, away, drain, news);
            }
          }
          case Fault.Uneven _, Fault.Surge _ -> {}
        }
      }
    }
    server.leak(leak);
    if (server.staff(workers)) {
      news.add(() -> watchers.forEach(watcher -> watcher.staffed(server.place)));
    }
  }

  private void restart(Server server, Duration away, Duration drain, List<Runnable> news) {
    long back = clock.nanos() + away.toNanos();
    server.restart(back, back + drain.toNanos());
    news.add(() -> watchers.forEach(watcher -> watcher.restarted(server.place, away, drain)));
    scheduler.after(away, this::apply);
  }

  /** Spreads what comes over the servers that are there. */
  private void share(List<Strike> strikes, long now) {
    double whole = 0;
    for (Server server : servers) {
      whole += weight(server, strikes, now);
    }
    double each = settings.utilisation() * settings.workers() / settings.service().toNanos();
    for (Server server : servers) {
      double part = whole > 0 ? weight(server, strikes, now) / whole : 0;
      double surge = 1;
      for (Strike strike : strikes) {
        if (strike.injection().fault() instanceof Fault.Surge(double times)
            && strike.struck().contains(server)) {
          surge *= times;
        }
      }
      server.give(settings.utilisation() > 0 ? each * servers.size() * part * surge : 0);
    }
  }

  private static double weight(Server server, List<Strike> strikes, long now) {
    double weight = server.isAway(now) ? 0 : 1;
    for (Strike strike : strikes) {
      if (strike.injection().fault() instanceof Fault.Uneven(double times)
          && strike.struck().contains(server)) {
        weight *= times;
      }
    }
    return weight;
  }

  /** Starts those anew whose memory has been full for too long. */
  private void look() {
    List<Runnable> news = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      ServerSettings.Memory memory = settings.memory();
      long now = clock.nanos();
      for (Server server : servers) {
        server.advance(now);
        if (server.fails()) {
          restart(server, memory.away(), memory.away(), news);
        }
      }
      if (!news.isEmpty()) {
        share(strikes(), now);
      }
      look = Optional.of(scheduler.after(memory.patience().dividedBy(LOOKS), this::look));
    }
    news.forEach(Runnable::run);
  }

  /** Nothing happens to them any more. */
  @Override
  public synchronized void close() {
    closed = true;
    look.ifPresent(Scheduler.Pending::cancel);
  }
}
