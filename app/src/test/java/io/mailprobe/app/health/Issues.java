package io.mailprobe.app.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Issues as Microsoft tells of them. */
public final class Issues {

  private Issues() {}

  /** A report on one issue that was seen, posted on and resolved. */
  public static HealthReport report(Instant now) {
    Issue issue = of("EX1").started(now).firstPost(now.plusSeconds(5_400)).resolved(now).made();
    return new HealthReport(
        Optional.of(now),
        Optional.of("Microsoft's service health cannot be read: it is in trouble (HTTP 503)"),
        List.of(
            new IssueStatus(
                issue,
                now,
                issue.resolution(),
                Optional.of(new Spell(now.plusSeconds(60), now, "amer outbound")))));
  }

  static Draft of(String id) {
    return new Draft(
        id,
        "Some users' email messages may be delayed",
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** An issue of which only what a test is about is written out. */
  record Draft(
      String id,
      String title,
      Optional<Instant> start,
      Optional<Instant> post,
      Optional<Instant> end) {

    Draft titled(String words) {
      return new Draft(id, words, start, post, end);
    }

    Draft started(Instant at) {
      return new Draft(id, title, Optional.of(at), post, end);
    }

    Draft firstPost(Instant at) {
      return new Draft(id, title, start, Optional.of(at), end);
    }

    Draft resolved(Instant at) {
      return new Draft(id, title, start, post, Optional.of(at));
    }

    Issue made() {
      return new Issue(
          id,
          title,
          "",
          "",
          "Incident",
          end.isPresent() ? HealthStatus.SERVICE_RESTORED : HealthStatus.SERVICE_DEGRADATION,
          "ServiceDegradation",
          end.isPresent(),
          "Somebody.",
          1,
          start,
          post,
          post.map(at -> at.plus(Duration.ofMinutes(1))),
          end,
          post);
    }
  }
}
