package io.mailprobe.app.health;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What Microsoft tells of Exchange Online's health, as far as we know.
 *
 * @param lastRead when it was last read, since the start of this process
 * @param trouble why it could not be read the last time; empty where it could
 * @param issues those that go on first, then those resolved a short while ago
 */
public record HealthReport(
    Optional<Instant> lastRead, Optional<String> trouble, List<IssueStatus> issues) {

  public HealthReport {
    issues = List.copyOf(issues);
  }
}
