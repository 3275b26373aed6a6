package io.mailprobe.app.http;

import io.mailprobe.app.evidence.Json;
import io.mailprobe.app.health.HealthReport;
import io.mailprobe.app.health.Issue;
import io.mailprobe.app.health.IssueStatus;
import io.mailprobe.app.health.IssueStatus.Mark;
import io.mailprobe.app.health.Spell;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What Microsoft tells of Exchange Online's health, and when we saw it ourselves. */
record HealthView(Optional<Instant> lastRead, Optional<String> trouble, List<IssueView> issues) {

  static HealthView of(HealthReport report) {
    return new HealthView(
        report.lastRead(), report.trouble(), report.issues().stream().map(IssueView::of).toList());
  }

  /** One issue. The leads are positive where we were earlier. */
  record IssueView(
      String id,
      String title,
      String feature,
      String classification,
      String status,
      String statusTold,
      boolean resolved,
      String impact,
      int posts,
      Optional<Instant> started,
      Optional<Instant> firstPost,
      Optional<Instant> lastPost,
      Optional<Instant> resolution,
      Instant firstSeen,
      boolean concernsMail,
      Optional<Instant> noticed,
      Optional<String> noticedWhere,
      Optional<Double> leadOverStartSeconds,
      Optional<Double> leadOverFirstPostSeconds,
      Optional<Double> leadOverResolutionSeconds) {

    static IssueView of(IssueStatus status) {
      Issue issue = status.issue();
      return new IssueView(
          issue.id(),
          issue.title(),
          issue.feature(),
          issue.classification(),
          issue.status().label(),
          issue.statusTold(),
          issue.resolved(),
          issue.impact(),
          issue.posts(),
          issue.started(),
          issue.firstPost(),
          issue.lastPost(),
          status.resolution(),
          status.firstSeen(),
          issue.concernsMail(),
          status.noticed().map(Spell::began),
          status.noticed().map(Spell::where),
          status.lead(Mark.START).map(Json::seconds),
          status.lead(Mark.FIRST_POST).map(Json::seconds),
          status.lead(Mark.RESOLUTION).map(Json::seconds));
    }
  }
}
