package io.mailprobe.app.status;

import io.mailprobe.app.status.State.Severity;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The finding that is shown, and since when. What is worse is shown at once; what is better only
 * after it has held for a while, so that a route at an edge does not flicker.
 */
final class Tenure {

  private final Duration hold;
  private @Nullable Finding shown;
  private @Nullable Instant better;
  private Instant since = Instant.EPOCH;

  /** Shows what is better when it has held for two ticks, 5 s at least and a minute at most. */
  Tenure(Duration every) {
    hold =
        Evidence.shorter(
            Duration.ofMinutes(1), Evidence.longer(Duration.ofSeconds(5), every.multipliedBy(2)));
  }

  /** Takes in what was found at this instant; gives what is to be shown. */
  Finding update(Finding found, Instant now) {
    Finding current = shown;
    if (current == null || !improves(current, found)) {
      better = null;
      return show(found, now);
    }
    if (better == null) {
      better = now;
    }
    if (Duration.between(better, now).compareTo(hold) < 0) {
      return current;
    }
    better = null;
    return show(found, now);
  }

  /** Since when the route has been as good or bad as it is. */
  Instant since() {
    return since;
  }

  private Finding show(Finding found, Instant now) {
    Finding current = shown;
    if (current == null || current.state().severity() != found.state().severity()) {
      since = now;
    }
    shown = found;
    return found;
  }

  private static boolean improves(Finding current, Finding found) {
    return rank(found.state().severity()) < rank(current.state().severity());
  }

  private static int rank(Severity severity) {
    return switch (severity) {
      case GOOD, UNKNOWN -> 0;
      case WARNING -> 1;
      case BAD -> 2;
    };
  }
}
