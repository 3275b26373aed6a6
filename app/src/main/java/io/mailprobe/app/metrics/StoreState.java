package io.mailprobe.app.metrics;

import io.mailprobe.prober.account.LedgerView;
import java.util.stream.Stream;

/**
 * How a store does.
 *
 * @param good whether it can be written and nothing is wrong with it
 * @param bytes how much room it takes
 */
public record StoreState(boolean good, long bytes) {

  /** How a ledger's store does. */
  public static StoreState of(LedgerView ledger) {
    return new StoreState(ledger.trouble().isEmpty(), ledger.size().allocated());
  }

  /** Several in one: good where all are. */
  public static StoreState ofAll(Stream<StoreState> states) {
    return states.reduce(
        new StoreState(true, 0),
        (one, other) -> new StoreState(one.good() && other.good(), one.bytes() + other.bytes()));
  }
}
