package io.mailprobe.simulator.graph;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The issues as Graph writes them: those of an incident, and some that are always there. */
final class Issues {

  static final String EXCHANGE = "Exchange Online";

  /** From this post on the field tells when it started; before, it tells of the first post. */
  private static final String START_TOLD_WITH = "P6";

  private Issues() {}

  /** All issues that are shown at a time. */
  static List<Map<String, Object>> at(Instant now, Optional<Incident> incident) {
    List<Map<String, Object>> issues = new ArrayList<>();
    incident.flatMap(told -> issue(told, now)).ifPresent(issues::add);
    // Another service's, one that is over, and one whose words nobody has heard before.
    issues.add(plain("TM1290001", "Microsoft Teams", "serviceDegradation", false));
    issues.add(plain("EX1280002", EXCHANGE, "ServiceRestored", true));
    issues.add(plain("EX1280003", EXCHANGE, "unknownFutureValue", true));
    return issues;
  }

  private static Optional<Map<String, Object>> issue(Incident incident, Instant now) {
    List<Incident.Post> posts = incident.postedBy(now);
    if (posts.isEmpty()) {
      return Optional.empty();
    }
    Incident.Post last = posts.getLast();
    Optional<Instant> over = incident.resolved().filter(at -> !at.isAfter(now));
    boolean startTold = posts.stream().anyMatch(post -> post.number().equals(START_TOLD_WITH));
    Map<String, Object> issue = new LinkedHashMap<>();
    issue.put("id", incident.id());
    issue.put("title", last.title());
    issue.put("service", EXCHANGE);
    issue.put("feature", incident.feature());
    issue.put("featureGroup", incident.featureGroup());
    issue.put("classification", "Incident");
    issue.put("origin", "Microsoft");
    issue.put("status", over.isPresent() ? "ServiceRestored" : capitalized(last.status()));
    issue.put("isResolved", over.isPresent());
    issue.put(
        "startDateTime", (startTold ? incident.started() : posts.getFirst().posted()).toString());
    issue.put("endDateTime", over.map(Instant::toString).orElse(null));
    issue.put("lastModifiedDateTime", over.orElse(last.posted()).toString());
    issue.put("impactDescription", last.scope());
    issue.put("highImpact", null);
    issue.put("details", List.of());
    issue.put("posts", posts.reversed().stream().map(Issues::post).toList());
    return Optional.of(issue);
  }

  private static Map<String, Object> post(Incident.Post post) {
    String next = post.next().map(at -> " Next update by: " + at).orElse("");
    return Map.of(
        "createdDateTime",
        post.posted().toString(),
        "postType",
        post.type(),
        "description",
        Map.of("contentType", "html", "content", "<p>" + post.text() + next + "</p>"));
  }

  private static Map<String, Object> plain(
      String id, String service, String status, boolean resolved) {
    Map<String, Object> issue = new LinkedHashMap<>();
    issue.put("id", id);
    issue.put("title", "Something else");
    issue.put("service", service);
    issue.put("feature", "Something");
    issue.put("featureGroup", "Something");
    issue.put("classification", "advisory");
    issue.put("origin", "microsoft");
    issue.put("status", status);
    issue.put("isResolved", resolved);
    issue.put("startDateTime", "2026-05-11T08:00:00Z");
    issue.put("endDateTime", resolved ? "2026-05-11T12:00:00Z" : null);
    issue.put("lastModifiedDateTime", "2026-05-11T12:30:00Z");
    issue.put("impactDescription", "Somebody is affected.");
    issue.put("highImpact", null);
    issue.put("details", List.of());
    issue.put("posts", List.of());
    return issue;
  }

  private static String capitalized(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
