package io.mailprobe.prober.account;

import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.store.StoreException;
import io.mailprobe.store.StoreReader;
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

  /** What was sent through each mailbox, minute by minute, in the last day. */
  public List<MailboxUse> mailboxUse() throws StoreException {
    return store.read(MailboxEntries::all);
  }

  @Override
  public void close() {
    store.close();
  }
}
