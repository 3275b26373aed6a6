package io.mailprobe.prober.account;

import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.store.StoreException;
import io.mailprobe.store.StoreReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A ledger as it is on disk, read beside the process that writes it, or where none does. Nothing is
 * settled, counted or changed by it. Not thread safe.
 */
public final class LedgerReader implements AutoCloseable {

  private final StoreReader store;

  private LedgerReader(StoreReader store) {
    this.store = store;
  }

  /**
   * Opens the ledger of a store.
   *
   * @throws StoreException if there is none, or it cannot be read; the message says what to do
   */
  public static LedgerReader open(StoreAddress address) throws StoreException {
    return new LedgerReader(StoreReader.open(address, LedgerSchema.SCHEMA));
  }

  /** The evidence of one probe. */
  public Optional<ProbeHistory> probe(ProbeId id) throws StoreException {
    return store.read(connection -> LedgerQueries.probe(connection, id));
  }

  /**
   * Hands over the probes of a time one by one, in the order of their ticks: those with a tick in
   * it, and those from before that were in flight when it began. Holds a page of them at most.
   */
  public void past(Past past, Taker taker) throws StoreException {
    store.read(
        connection -> {
          PastQueries.each(connection, past, taker);
          return true;
        });
  }

  /** What was sent through each mailbox, minute by minute, in the last day. */
  public List<MailboxUse> mailboxUse() throws StoreException {
    return store.read(MailboxEntries::all);
  }

  @Override
  public void close() {
    store.close();
  }

  /**
   * A time to look back over.
   *
   * @param from its first instant
   * @param to the instant after it
   * @param longestFlight no probe is in flight for longer: how far before it those are sought that
   *     were in flight when it began
   */
  public record Past(Instant from, Instant to, Duration longestFlight) {

    public Past {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException(from + " is not before " + to);
      }
    }
  }

  /** Takes one probe after the other. */
  @FunctionalInterface
  public interface Taker {
    void take(PastProbe probe);
  }
}
