package io.mailprobe.app.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a page of issues. Total: whatever comes is a page, or none. */
final class IssueReader {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String EXCHANGE = "Exchange Online";

  /** Before there was a service to have issues; also keeps out 0001-01-01, which means none. */
  private static final Instant EARLIEST = Instant.parse("2010-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
  private static final int LONGEST_LABEL = 100;
  private static final int LONGEST_TEXT = 600;

  private IssueReader() {}

  /**
   * One page.
   *
   * @param issues those of Exchange Online
   * @param unreadable how many entries are no issues
   * @param next where the next page is
   */
  record Page(List<Issue> issues, int unreadable, Optional<String> next) {}

  /** Reads a page; empty where it is none. */
  static Optional<Page> read(byte[] body) {
    JsonNode page;
    try {
      page = JSON.readTree(body);
    } catch (JacksonException _) {
      return Optional.empty();
    }
    if (!page.path("value").isArray()) {
      return Optional.empty();
    }
    List<Issue> issues = new ArrayList<>();
    int unreadable = 0;
    for (JsonNode each : page.path("value")) {
      Optional<Issue> issue = issue(each);
      if (issue.isEmpty()) {
        unreadable++;
      } else if (text(each, "service", LONGEST_LABEL).equalsIgnoreCase(EXCHANGE)) {
        issues.add(issue.get());
      }
    }
    return Optional.of(new Page(issues, unreadable, next(page)));
  }

  private static Optional<String> next(JsonNode page) {
    JsonNode link = page.path("@odata.nextLink");
    return link.isString() && !link.stringValue().isEmpty()
        ? Optional.of(link.stringValue())
        : Optional.empty();
  }

  private static Optional<Issue> issue(JsonNode node) {
    String id = text(node, "id", LONGEST_LABEL);
    if (!id.matches("[A-Za-z0-9-]{1,32}")) {
      return Optional.empty();
    }
    String statusTold = text(node, "status", LONGEST_LABEL);
    HealthStatus status = HealthStatus.parse(statusTold);
    JsonNode resolved = node.path("isResolved");
    List<Instant> posts = posts(node);
    return Optional.of(
        new Issue(
            id,
            text(node, "title", LONGEST_TEXT),
            text(node, "feature", LONGEST_LABEL),
            text(node, "featureGroup", LONGEST_LABEL),
            text(node, "classification", LONGEST_LABEL),
            status,
            statusTold,
            resolved.isBoolean() ? resolved.booleanValue() : status.isOver(),
            text(node, "impactDescription", LONGEST_TEXT),
            node.path("posts").size(),
            instant(node, "startDateTime"),
            posts.stream().min(Instant::compareTo),
            posts.stream().max(Instant::compareTo),
            instant(node, "endDateTime"),
            instant(node, "lastModifiedDateTime")));
  }

  private static List<Instant> posts(JsonNode node) {
    List<Instant> posts = new ArrayList<>();
    for (JsonNode post : node.path("posts")) {
      instant(post, "createdDateTime").ifPresent(posts::add);
    }
    return posts;
  }

  private static Optional<Instant> instant(JsonNode node, String name) {
    try {
      Instant at =
          OffsetDateTime.parse(text(node, name, LONGEST_LABEL))
              .toInstant()
              .truncatedTo(ChronoUnit.MICROS);
      return at.isBefore(EARLIEST) || at.isAfter(LATEST) ? Optional.empty() : Optional.of(at);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** A text on one line and of bounded length; empty where there is none. */
  private static String text(JsonNode node, String name, int longest) {
    JsonNode value = node.path(name);
    if (!value.isString()) {
      return "";
    }
    String whole = value.stringValue();
    String cut = whole.substring(0, Math.min(whole.length(), longest));
    // Half a character, of the sender's making or of ours, becomes a question mark.
    return new String(cut.getBytes(UTF_8), UTF_8).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }
}
