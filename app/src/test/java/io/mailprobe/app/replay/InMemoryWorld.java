package io.mailprobe.app.replay;

import io.mailprobe.prober.submit.InMemoryEngine;
import io.mailprobe.prober.submit.Submitter;
import io.mailprobe.prober.submit.Visitor;
import io.mailprobe.simulator.SimulatorSettings;
import io.mailprobe.simulator.VirtualExchange;
import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.queue.QueuedMessage;
import io.mailprobe.simulator.queue.Sender;
import io.mailprobe.simulator.stats.RegionStats;
import io.mailprobe.simulator.topology.MailPath;
import io.mailprobe.testkit.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** The engine and the stand-in in memory, on one clock that is moved by hand. */
final class InMemoryWorld implements World {

  final ManualTime time = new ManualTime();
  final List<QueuedMessage> departed = new ArrayList<>();
  private final VirtualExchange exchange;
  private final InMemoryEngine engine;

  InMemoryWorld(SimulatorSettings settings, long seed) {
    exchange =
        new VirtualExchange(
            settings,
            time,
            time,
            new SplittableRandom(seed),
            (message, _, _) -> {
              departed.add(message);
              return new Sender.Result.Delivered();
            });
    engine = new InMemoryEngine(new VirtualServers(exchange, "amer", "127.0.0.1"), time, time);
  }

  @Override
  public int port(MailPath path) {
    return switch (path) {
      case INBOUND -> VirtualExchange.EXCHANGE_PORT;
      case OUTBOUND -> VirtualExchange.SUBMISSION_PORT;
    };
  }

  @Override
  public FaultBoard faults() {
    return exchange.faults();
  }

  @Override
  public TenantSettings tenant() {
    return exchange.tenantSettings();
  }

  @Override
  public void names(UnaryOperator<Zone> change) {
    exchange.serve(change.apply(exchange.zone()));
  }

  @Override
  public Submitter submitter() {
    return engine;
  }

  @Override
  public Visitor visitor() {
    return engine;
  }

  @Override
  public long struck() {
    return exchange.stats().stream().mapToLong(RegionStats::struck).sum();
  }

  @Override
  public <T> T await(CompletableFuture<T> result, BooleanSupplier stuck, Duration deadline) {
    for (int seconds = 0; seconds < 300 && !result.isDone(); seconds++) {
      time.advance(Duration.ofSeconds(1));
    }
    if (!result.isDone()) {
      throw new AssertionError("nothing came of it");
    }
    return result.join();
  }

  @Override
  public void close() {
    exchange.close();
  }
}
