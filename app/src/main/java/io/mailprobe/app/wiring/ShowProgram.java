package io.mailprobe.app.wiring;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.cli.CommandException;
import io.mailprobe.app.cli.ExitStatus;
import io.mailprobe.app.cli.ShowCommand;
import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.evidence.ProbeEvidence;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.account.LedgerReader;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.store.StoreException;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code mailprobe show}: looks a probe up in the ledger on disk, which is what a running process
 * answers from, too. So it is the same whether one runs, is hung, or has been stopped, and whatever
 * else may listen on its port. Only where the ledger cannot be read from here, by its rights or its
 * version, is the running process asked.
 */
public final class ShowProgram implements ShowCommand.Program {

  private final Clock clock;

  public ShowProgram(Clock clock) {
    this.clock = clock;
  }

  @Override
  public ProbeEvidence show(Config config, ProbeId probe)
      throws CommandException, InterruptedException {
    if (config.routes().isEmpty()) {
      throw new CommandException(
          ExitStatus.FAULT,
          "this configuration has no routes, so it keeps no probes: ask with that of the prober"
              + " which sent it");
    }
    Optional<ProbeEvidence> found;
    try (LedgerReader ledger = LedgerReader.open(Plans.ledger(config))) {
      found = ledger.probe(probe).map(history -> evidence(config, history));
    } catch (StoreException unreadable) {
      found = fromRunning(config, probe, unreadable);
    }
    return found.orElseThrow(
        () ->
            new CommandException(
                ExitStatus.FAULT,
                "no probe "
                    + probe
                    + " in the ledger of prober "
                    + config.prober()
                    + ": it is another prober's, or older than what is kept (retention)"));
  }

  private ProbeEvidence evidence(Config config, ProbeHistory history) {
    Blame blame = new Blame(RuleFile.classifier(config.rules()));
    return ProbeEvidence.of(clock.micros(), history, path(config, history.record()), blame);
  }

  /** The path of a probe's route; where that is configured no more, one through the provider. */
  private static Path path(Config config, ProbeRecord probe) {
    return config.routes().stream()
        .filter(route -> route.name().equals(probe.route()))
        .map(Config.Route::path)
        .findFirst()
        .orElse(Path.OUTBOUND);
  }

  private static Optional<ProbeEvidence> fromRunning(
      Config config, ProbeId probe, StoreException unreadable)
      throws CommandException, InterruptedException {
    try {
      return RunningNode.of(config).probe(probe);
    } catch (IOException e) {
      throw new CommandException(
          ExitStatus.FAULT,
          "%s. Nor does a running mailprobe tell: %s"
              .formatted(unreadable.getMessage(), e.getMessage()));
    }
  }
}
