package io.mailprobe.app.wiring;

import io.mailprobe.app.cli.SimulateCommand;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.app.world.HostClock;
import io.mailprobe.app.world.RegionProbes;
import io.mailprobe.app.world.StandIn;
import io.mailprobe.simulator.Simulator;
import io.mailprobe.simulator.gate.Gate;
import io.mailprobe.simulator.scenario.Scenario;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.simulator.topology.Region;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A simulator whose front ends, on addresses that only its machine knows, are reached through
 * gates: two for each region. Its mail leaves through another.
 */
final class OpenSimulator implements DemoPlay.World, AutoCloseable {

  /** Where one region takes mail. */
  record Door(RegionProbes probes, int submission, int exchange) {

    String words() {
      return "%s: port %d takes what %s submits, port %d what comes in for %s"
          .formatted(probes.region().name(), submission, probes.mailbox(), exchange, probes.loop());
    }
  }

  private final List<Gate> gates = new ArrayList<>();
  private final List<Door> doors = new ArrayList<>();
  private final HostClock clock;
  private final ReceiverGate away;
  private final Simulator simulator;

  private OpenSimulator(
      Scenario scenario, List<RegionProbes> named, String token, int receiver, TimeAndChance time)
      throws IOException {
    this.clock = new HostClock(time.clock());
    this.away = new ReceiverGate(receiver);
    this.simulator =
        new Simulator(
            StandIn.settings(scenario, named, token, new NextHop("127.0.0.1", away.port())),
            time.clock(),
            time.scheduler(),
            time.random());
  }

  /** One that takes mail already; it plays nothing by itself. */
  static OpenSimulator start(SimulateCommand.Settings settings, String token, TimeAndChance time)
      throws IOException {
    InetSocketAddress receiver = settings.deliver();
    Gate away =
        new Gate(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            // Looked up for each delivery: a receiver that moves is found again.
            () -> new InetSocketAddress(receiver.getHostString(), receiver.getPort()));
    away.start();
    List<RegionProbes> named =
        settings.scenario().regions().stream()
            .map(region -> probes(settings, region, token))
            .toList();
    OpenSimulator open = new OpenSimulator(settings.scenario(), named, token, away.port(), time);
    open.gates.add(away);
    try {
      open.simulator.start();
      open.openDoors(settings.listen(), named);
    } catch (IOException e) {
      open.close();
      throw e;
    }
    return open;
  }

  private void openDoors(InetSocketAddress first, List<RegionProbes> named) throws IOException {
    int port = first.getPort();
    for (RegionProbes probes : named) {
      String region = probes.region().name();
      int submission = gate(first.getAddress(), port, region, simulator.submissionPort());
      port = next(port);
      int exchange = gate(first.getAddress(), port, region, simulator.port());
      port = next(port);
      doors.add(new Door(probes, submission, exchange));
    }
  }

  /** Where the first is any that is free, so are the others. */
  private static int next(int port) {
    return port == 0 ? 0 : port + 1;
  }

  /** The region's front ends take turns behind it. */
  private int gate(InetAddress at, int listen, String region, int port) throws IOException {
    List<InetSocketAddress> frontEnds =
        simulator.frontEnds().stream()
            .filter(one -> one.place().region().equals(region))
            .map(one -> new InetSocketAddress(one.address().getAddress(), port))
            .toList();
    AtomicInteger turn = new AtomicInteger();
    Gate gate =
        new Gate(
            new InetSocketAddress(at, listen),
            () -> frontEnds.get(Math.floorMod(turn.getAndIncrement(), frontEnds.size())));
    gates.add(gate);
    gate.start();
    return gate.port();
  }

  private static RegionProbes probes(
      SimulateCommand.Settings settings, Region region, String token) {
    return new RegionProbes(
        region,
        settings.scenario().probing(),
        new RegionProbes.Doors(0, 0, 0),
        () -> CompletableFuture.completedFuture(token));
  }

  @Override
  public Simulator simulator() {
    return simulator;
  }

  @Override
  public ReceiverGate gate() {
    return away;
  }

  /** Nobody's: the probers are on hosts of their own, whose clocks it cannot set. */
  @Override
  public HostClock clock() {
    return clock;
  }

  List<Door> doors() {
    return List.copyOf(doors);
  }

  @Override
  public void close() throws IOException {
    for (Gate gate : gates.reversed()) {
      gate.close();
    }
    simulator.close();
    away.close();
  }
}
