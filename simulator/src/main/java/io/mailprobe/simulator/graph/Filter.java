package io.mailprobe.simulator.graph;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code $filter}, as far as it is of use: by service, by when an issue changed, by both. */
record Filter(Optional<String> service, Optional<Instant> changedSince) {

  private static final Pattern SERVICE = Pattern.compile("service eq '([^']{0,100})'");
  private static final Pattern CHANGED =
      Pattern.compile("lastModifiedDateTime (?:ge|gt) '?([0-9TZ:.+-]{1,40})'?");

  /** Reads one; empty where it is none. */
  static Optional<Filter> parse(String text) {
    Optional<String> service = Optional.empty();
    Optional<Instant> changed = Optional.empty();
    for (String clause : List.of(text.strip().split("\\s+and\\s+", -1))) {
      Matcher ofService = SERVICE.matcher(clause);
      Matcher ofTime = CHANGED.matcher(clause);
      if (ofService.matches()) {
        service = Optional.of(ofService.group(1));
      } else if (ofTime.matches()) {
        try {
          changed = Optional.of(Instant.parse(ofTime.group(1)));
        } catch (DateTimeParseException _) {
          return Optional.empty();
        }
      } else if (!clause.isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of(new Filter(service, changed));
  }

  boolean admits(Map<String, Object> issue) {
    Instant modified = Instant.parse(String.valueOf(issue.get("lastModifiedDateTime")));
    return service.filter(name -> !name.equals(issue.get("service"))).isEmpty()
        && changedSince.filter(modified::isBefore).isEmpty();
  }
}
