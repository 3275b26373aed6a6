package io.mailprobe.app.replay;

import io.mailprobe.prober.submit.Submitter;
import io.mailprobe.prober.submit.Visitor;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.topology.MailPath;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A stand-in Exchange Online, and an engine whose sessions go there. */
interface World extends AutoCloseable {

  /** Where mail of this path is handed in. */
  int port(MailPath path);

  FaultBoard faults();

  TenantSettings tenant();

  /** Changes the names. */
  void names(UnaryOperator<Zone> change);

  Submitter submitter();

  Visitor visitor();

  /** How many faults have struck a session. */
  long struck();

  /**
   * Lets time pass until there is a result.
   *
   * @param stuck whether only a deadline will end it
   * @param deadline which one
   */
  <T> T await(CompletableFuture<T> result, BooleanSupplier stuck, Duration deadline);

  /** The same of what comes about by itself. */
  default SessionReport await(CompletableFuture<SessionReport> report) {
    return await(report, () -> false, Duration.ZERO);
  }

  @Override
  void close();
}
