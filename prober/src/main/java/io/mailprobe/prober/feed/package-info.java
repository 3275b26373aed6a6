/**
 * How the prober learns what has arrived: each receiver's feed is read page by page into the
 * ledger. Start at {@link io.mailprobe.prober.feed.FeedReader}.
 */
@NullMarked
package io.mailprobe.prober.feed;

import org.jspecify.annotations.NullMarked;
