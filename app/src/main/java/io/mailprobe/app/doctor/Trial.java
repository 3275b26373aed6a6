package io.mailprobe.app.doctor;

import io.mailprobe.prober.ProbeHandle;
import io.mailprobe.prober.Prober;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Surroundings;
import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.compose.Composer;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.stamp.StampCodec;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A prober of the doctor's own, with a ledger of its own that goes with it: it stays out of the
 * books of a {@code run} beside it.
 */
final class Trial implements AutoCloseable {

  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final Path folder;
  private final Ledger ledger;
  private final Prober prober;

  private Trial(Path folder, Ledger ledger, Prober prober) {
    this.folder = folder;
    this.ledger = ledger;
    this.prober = prober;
  }

  static Trial start(Bench bench, Reception reception) throws IOException {
    Tools tools = bench.tools();
    List<Route> routes = bench.ways().stream().map(Way::route).toList();
    Path folder = Files.createTempDirectory("mailprobe-doctor");
    try {
      Ledger ledger = Ledger.open(folder, routes, tools.clock(), tools.probing());
      Prober prober =
          new Prober(
              routes,
              ledger,
              composer(bench),
              bench.engine(),
              reception.feeds(),
              new Surroundings(tools.clock(), tools.scheduler(), tools.random(), tools.probing()));
      prober.startUnscheduled();
      return new Trial(folder, ledger, prober);
    } catch (StoreException e) {
      delete(folder);
      throw e;
    }
  }

  private static Composer composer(Bench bench) {
    return new Composer(
        new StampCodec(bench.config().keys(), Duration.ZERO), // It only signs.
        new RecipientToken(bench.config().keys()),
        bench.config().receiver().map(ReceiverSettings::domains).orElse(List.of()));
  }

  ProbeHandle open(Way way) {
    return prober.probeNow(way.route(), _ -> {});
  }

  ProbeHistory history(ProbeId probe) throws IOException {
    return ledger.probe(probe).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    try {
      boolean _ = prober.drain(DRAIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    ledger.close();
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
