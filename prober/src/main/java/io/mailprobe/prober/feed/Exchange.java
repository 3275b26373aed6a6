package io.mailprobe.prober.feed;

import io.mailprobe.protocol.feed.FeedTimes;
import java.time.Duration;
import java.time.Instant;

/**
 * A question to a receiver and its answer, by two clocks.
 *
 * @param theirs when it took the question and gave the answer, by its clock
 * @param answered when the answer was here, by our clock
 * @param took from question to answer, by our monotonic clock
 */
record Exchange(FeedTimes theirs, Instant answered, Duration took) {

  /** How long question and answer were on their way, both together. */
  Duration travelled() {
    return took.minus(Duration.between(theirs.asked(), theirs.answered()));
  }

  /** How far their clock is ahead of ours, if both ways took equally long. */
  Duration ahead() {
    Duration out = Duration.between(answered.minus(took), theirs.asked());
    Duration back = Duration.between(answered, theirs.answered());
    return out.plus(back).dividedBy(2);
  }
}
