package io.mailprobe.app.metrics;

import io.mailprobe.prober.account.LedgerView;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.store.StoreSize;
import java.util.List;
import java.util.Optional;

/** A ledger whose numbers cannot be had. */
final class BrokenLedger implements LedgerView {

  @Override
  public List<RouteAccount> accounts() {
    throw new IllegalStateException("broken");
  }

  @Override
  public List<ProbeRecord> probes(Filter filter) {
    return List.of();
  }

  @Override
  public Optional<String> trouble() {
    return Optional.of("broken");
  }

  @Override
  public StoreSize size() {
    throw new IllegalStateException("broken");
  }

  @Override
  public Optional<ProbeHistory> probe(ProbeId id) {
    return Optional.empty();
  }
}
