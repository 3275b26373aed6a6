package io.mailprobe.app.wiring;

import io.mailprobe.app.world.HostClock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.Simulator;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.fault.TimelinePlayer;
import io.mailprobe.simulator.graph.Incident;
import io.mailprobe.simulator.scenario.Scenario;
import io.mailprobe.simulator.scenario.ScenarioPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Plays a scenario in a demo's world: its faults, those of receiver and clock included, and says
 * what happens as it happens. Once, or again and again where the scenario is repeated.
 */
final class DemoPlay implements AutoCloseable {

  /** Where a scenario is played. */
  interface World {

    /** The simulator, running. */
    Simulator simulator();

    /** The way to the receiver. */
    ReceiverGate gate();

    /** The probers' clock. */
    HostClock clock();
  }

  private final Scenario scenario;
  private final World world;
  private final Scheduler scheduler;
  private final Consumer<String> tell;
  private final List<Scheduler.Pending> pending = new ArrayList<>();
  private Optional<TimelinePlayer> player = Optional.empty();
  private boolean closed;

  /**
   * A play that has not begun, in a world that has been started.
   *
   * @param tell hears what happens, in words
   */
  DemoPlay(Scenario scenario, World world, Scheduler scheduler, Consumer<String> tell) {
    this.scenario = scenario;
    this.world = world;
    this.scheduler = scheduler;
    this.tell = tell;
  }

  /** Begins. */
  void start() {
    world.simulator().faults().onChange(this::follow);
    round();
  }

  private synchronized void round() {
    if (closed) {
      return;
    }
    pending.clear();
    player.ifPresent(TimelinePlayer::close);
    for (ScenarioPhase phase : scenario.phases()) {
      String words = phase.summary().isEmpty() ? phase.name() : said(phase);
      at(phase.start(), () -> tell.accept(words));
    }
    scenario.incident().ifPresent(this::announce);
    player = Optional.of(world.simulator().play(scenario.timeline()));
    at(
        scenario.length(),
        scenario.repeated()
            ? this::round
            : () -> tell.accept("the scenario is over; mail flows on until you stop the demo"));
  }

  private static String said(ScenarioPhase phase) {
    return phase.name() + ": " + phase.summary();
  }

  private void announce(Incident incident) {
    for (Incident.Post post : incident.posts()) {
      Instant posted = post.posted();
      at(
          Duration.between(scenario.start(), posted),
          () -> tell.accept("the vendor posts, as " + incident.id() + ": " + post.text()));
    }
  }

  private void at(Duration offset, Runnable what) {
    pending.add(scheduler.after(offset, what));
  }

  /** Receiver and clock are ours, and the simulator's faults cannot reach them. */
  private void follow() {
    FaultBoard faults = world.simulator().faults();
    List<String> regions = List.copyOf(scenario.regionNames());
    boolean down =
        regions.stream()
            .anyMatch(region -> !faults.around(region, Fault.ReceiverDown.class).isEmpty());
    if (down) {
      world.gate().shut();
    } else {
      world.gate().open();
    }
    world
        .clock()
        .set(
            regions.stream()
                .flatMap(region -> faults.around(region, Fault.ClockJump.class).stream())
                .findFirst()
                .map(Fault.ClockJump::ahead)
                .orElse(Duration.ZERO));
  }

  /** Ends what is on and plays no more. */
  @Override
  public synchronized void close() {
    closed = true;
    pending.forEach(Scheduler.Pending::cancel);
    player.ifPresent(TimelinePlayer::close);
  }
}
