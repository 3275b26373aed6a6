package io.mailprobe.app.health;

import java.time.Instant;
import java.util.Optional;

/**
 * An issue that we know.
 *
 * @param issue as it was told last
 * @param firstSeen when we read of it first
 * @param resolution when it was resolved
 * @param missingSince since when it is told of no more
 */
record Known(
    Issue issue, Instant firstSeen, Optional<Instant> resolution, Optional<Instant> missingSince) {

  /** One that is told of for the first time. */
  static Known first(Issue issue, Instant now) {
    return new Known(issue, now, issue.resolution(), Optional.empty());
  }

  /** The same, told of again. */
  Known told(Issue again) {
    Optional<Instant> over =
        again.resolution().map(derived -> again.ended().or(() -> resolution).orElse(derived));
    return new Known(again.firstPostedBy(issue.firstPost()), firstSeen, over, Optional.empty());
  }

  /** The same, told of no more. */
  Known missing(Instant now) {
    return new Known(issue, firstSeen, resolution, Optional.of(missingSince.orElse(now)));
  }
}
