package io.mailprobe.protocol.feed;

import java.time.Instant;

/**
 * Two of the four instants from which a prober tells how far the clocks are apart, by the
 * receiver's clock. However long the answer was waited for, the wait lies between them.
 *
 * @param asked when the question was taken
 * @param answered when the answer was given
 */
public record FeedTimes(Instant asked, Instant answered) {}
