package io.mailprobe.app.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * All that is shown of an issue.
 *
 * @param issue as Microsoft tells of it
 * @param firstSeen when we read of it first
 * @param resolution when it was resolved
 * @param noticed the spell in which we saw it ourselves; empty where we did not
 */
public record IssueStatus(
    Issue issue, Instant firstSeen, Optional<Instant> resolution, Optional<Spell> noticed) {

  /** What our own first instant is compared with. */
  public enum Mark {
    START,
    FIRST_POST,
    RESOLUTION;

    /** The name in metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** When Microsoft came to a mark. */
  public Optional<Instant> when(Mark mark) {
    return switch (mark) {
      case START -> issue.started();
      case FIRST_POST -> issue.firstPost();
      case RESOLUTION -> resolution;
    };
  }

  /** How much earlier than that we saw the issue; negative where we saw it later. */
  public Optional<Duration> lead(Mark mark) {
    return noticed.flatMap(
        spell -> when(mark).map(vendor -> Duration.between(spell.began(), vendor)));
  }
}
