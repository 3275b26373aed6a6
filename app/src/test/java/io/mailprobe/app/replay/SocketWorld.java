package io.mailprobe.app.replay;

import io.mailprobe.prober.submit.EngineSettings;
import io.mailprobe.prober.submit.SmtpEngine;
import io.mailprobe.prober.submit.Submitter;
import io.mailprobe.prober.submit.Visitor;
import io.mailprobe.simulator.Simulator;
import io.mailprobe.simulator.SimulatorSettings;
import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.stats.RegionStats;
import io.mailprobe.simulator.topology.MailPath;
import io.mailprobe.testkit.time.ManualTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** The real engine and the simulator, joined by sockets; only deadlines and pauses are by hand. */
final class SocketWorld implements World {

  private final ManualTime time = new ManualTime();
  private final Simulator simulator;
  private final SmtpEngine engine;

  SocketWorld(SimulatorSettings settings, long seed) throws IOException, CertificateException {
    simulator = new Simulator(settings, time, time, new SplittableRandom(seed));
    simulator.start();
    X509Certificate authority =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        simulator.authorityPem().getBytes(StandardCharsets.US_ASCII)));
    engine =
        new SmtpEngine(
            new EngineSettings(List.of(simulator.nameServer()), List.of(authority)), time, time);
    engine.start();
  }

  @Override
  public int port(MailPath path) {
    return switch (path) {
      case INBOUND -> simulator.port();
      case OUTBOUND -> simulator.submissionPort();
    };
  }

  @Override
  public FaultBoard faults() {
    return simulator.faults();
  }

  @Override
  public TenantSettings tenant() {
    return simulator.tenantSettings();
  }

  @Override
  public void names(UnaryOperator<Zone> change) {
    simulator.names().serve(change.apply(simulator.names().zone()));
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
    return simulator.stats().stream().mapToLong(RegionStats::struck).sum();
  }

  @Override
  public <T> T await(CompletableFuture<T> result, BooleanSupplier stuck, Duration deadline) {
    Duration left = deadline;
    for (int looks = 0; looks < 200_000; looks++) {
      try {
        return result.get(100, TimeUnit.MICROSECONDS);
      } catch (TimeoutException _) {
        time.advance(Duration.ofNanos(1)); // What drips, drips on; no deadline comes nearer.
        if (stuck.getAsBoolean()) {
          time.advance(left);
          left = Duration.ZERO;
        }
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError(e);
      }
    }
    throw new AssertionError("nothing came of it");
  }

  @Override
  public void close() {
    engine.close();
    simulator.close();
  }
}
