package io.mailprobe.prober.account;

import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.store.StoreSize;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What others may read of a ledger. Everything but {@link #accounts} reads the disk. */
public interface LedgerView {

  /** The numbers of each route, now. In memory; cheap enough for every scrape. */
  List<RouteAccount> accounts();

  /**
   * Probes, newest tick first.
   *
   * @param filter which ones
   * @throws IOException if the store cannot be read
   */
  List<ProbeRecord> probes(Filter filter) throws IOException;

  /**
   * The evidence of one probe.
   *
   * @throws IOException if the store cannot be read
   */
  Optional<ProbeHistory> probe(ProbeId id) throws IOException;

  /** Why it cannot be written or trusted now, in a sentence; empty while it can. */
  Optional<String> trouble();

  /** How much room it took when that was last looked at, a minute ago at most. */
  StoreSize size();

  /**
   * Which probes to list.
   *
   * @param route only this route's
   * @param troubledOnly only those with an attempt that was not accepted, or another verdict than
   *     delivered, or an arrival after the deadline, or a report of a delay or failure
   * @param since only those with a tick at or after this
   * @param limit the most to list, 1 to 10,000
   */
  record Filter(Optional<String> route, boolean troubledOnly, Optional<Instant> since, int limit) {

    /** The longest list. */
    public static final int MAX_LIMIT = 10_000;

    public Filter {
      if (limit < 1 || limit > MAX_LIMIT) {
        throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ": " + limit);
      }
    }
  }
}
