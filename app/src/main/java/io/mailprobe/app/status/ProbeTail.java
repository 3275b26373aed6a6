package io.mailprobe.app.status;

import io.mailprobe.prober.account.LedgerView;
import io.mailprobe.prober.account.LedgerView.Filter;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the ledgers: reads each probe that changed, once for all its listeners and off the
 * prober's threads. A probe that changes again before it was read is read once.
 */
final class ProbeTail {

  private static final Logger LOG = LoggerFactory.getLogger(ProbeTail.class);

  /** So many probes are known as accepted or arrived; older ones are judged by their instants. */
  private static final int REMEMBERED = 50_000;

  /** How many of a route's probes are read at the start. */
  private static final int READ_AT_START = 1_000;

  private final Clock clock;
  private final List<LedgerView> ledgers = new CopyOnWriteArrayList<>();
  private final List<ProbeListener> listeners = new CopyOnWriteArrayList<>();
  private final Set<ProbeId> changed = new LinkedHashSet<>();
  private final Map<ProbeId, Progress> progress = new LinkedHashMap<>();
  private Instant started = Instant.MAX;

  ProbeTail(Clock clock) {
    this.clock = clock;
  }

  void watch(LedgerView ledger) {
    ledgers.add(ledger);
  }

  void listen(ProbeListener listener) {
    listeners.add(listener);
  }

  List<RouteAccount> accounts() {
    return ledgers.stream().flatMap(ledger -> ledger.accounts().stream()).toList();
  }

  void changed(ProbeId probe) {
    synchronized (changed) {
      changed.add(probe);
      changed.notifyAll();
    }
  }

  /** What happens from now on is told. */
  void start() {
    started = clock.wall();
  }

  /** Reads and tells until the thread is interrupted. */
  void run() {
    try {
      begin();
      while (!Thread.currentThread().isInterrupted()) {
        read(next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells of what the ledgers hold of the recent past. */
  void begin() {
    for (LedgerView ledger : ledgers) {
      for (RouteAccount account : ledger.accounts()) {
        recent(ledger, account);
      }
    }
  }

  /** Reads what has changed so far, without waiting for more. */
  void drain() {
    for (Optional<ProbeId> probe = poll(); probe.isPresent(); probe = poll()) {
      read(probe.get());
    }
  }

  private void recent(LedgerView ledger, RouteAccount account) {
    Duration window = RouteMemory.window(account.route().every());
    Filter filter =
        new Filter(
            Optional.of(account.route().name()),
            false,
            Optional.of(started.minus(window)),
            READ_AT_START);
    try {
      for (ProbeRecord probe : ledger.probes(filter).reversed()) {
        // What came since the start, while this was not read yet, is still to be told.
        remember(probe, started);
        listeners.forEach(listener -> listener.changed(probe));
      }
    } catch (IOException e) {
      LOG.warn("the ledger's recent probes cannot be read: {}", e.getMessage());
    }
  }

  private ProbeId next() throws InterruptedException {
    synchronized (changed) {
      while (changed.isEmpty()) {
        changed.wait();
      }
      return poll().orElseThrow();
    }
  }

  private Optional<ProbeId> poll() {
    synchronized (changed) {
      Optional<ProbeId> first = changed.stream().findFirst();
      first.ifPresent(changed::remove);
      return first;
    }
  }

  private void read(ProbeId id) {
    for (LedgerView ledger : ledgers) {
      try {
        Optional<ProbeHistory> probe = ledger.probe(id);
        if (probe.isPresent()) {
          tell(probe.get());
          return;
        }
      } catch (IOException e) {
        LOG.warn("probe {} cannot be read from the ledger: {}", id, e.getMessage());
      }
    }
  }

  private void tell(ProbeHistory history) {
    ProbeRecord probe = history.record();
    Progress before = progressBefore(probe.id());
    remember(probe, Instant.MAX);
    listeners.forEach(listener -> listener.changed(probe));
    if (!before.accepted && probe.accepted().filter(at -> !at.isBefore(started)).isPresent()) {
      listeners.forEach(listener -> listener.accepted(probe));
    }
    // The arrival is by the receiver's clock, which may be a little behind ours.
    Instant sinceStart = started.minusSeconds(60);
    if (!before.arrived && probe.arrived().filter(at -> !at.isBefore(sinceStart)).isPresent()) {
      listeners.forEach(listener -> listener.arrived(history));
    }
  }

  private Progress progressBefore(ProbeId id) {
    return progress.getOrDefault(id, Progress.NONE);
  }

  /** Remembers how far a probe had come before this. */
  private void remember(ProbeRecord probe, Instant before) {
    progress.put(
        probe.id(),
        new Progress(
            probe.accepted().filter(at -> at.isBefore(before)).isPresent(),
            probe.arrived().filter(at -> at.isBefore(before)).isPresent()));
    if (progress.size() > REMEMBERED) {
      progress.remove(progress.keySet().iterator().next());
    }
  }

  private record Progress(boolean accepted, boolean arrived) {
    static final Progress NONE = new Progress(false, false);
  }
}
