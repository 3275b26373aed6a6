package io.mailprobe.prober.feed;

import io.mailprobe.protocol.feed.ArrivalFeed;

/**
 * A receiver's feed.
 *
 * @param name names it in metrics, log and ledger, which keeps the cursor under this name
 * @param feed where it is read
 */
public record NamedFeed(String name, ArrivalFeed feed) {}
