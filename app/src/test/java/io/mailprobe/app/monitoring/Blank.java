package io.mailprobe.app.monitoring;

import java.util.Set;

/**
 * Why panels are blank in a scenario, and which: each says so in words.
 *
 * @param reason why
 * @param panels their titles
 */
record Blank(String reason, Set<String> panels) {

  static final Blank NO_REFUSAL =
      of(
          "nobody refused anything",
          "Replies by code",
          "Refusals by phase",
          "Refusals by forest",
          "Top front-end sites",
          "Sites that refuse",
          "Refusals in this time",
          "Front ends not well now");

  static final Blank NO_FAILURE = of("no session failed", "Failed sessions, by whom they point at");

  static final Blank NO_REPORT = of("servers wrote no reports back", "Delivery reports");

  static final Blank NOBODY_LATE =
      of("no probe grew older than a minute", "Still undelivered past an age: $route");

  static final Blank NOT_BURNING = of("no probe was late in the last hour", "Lasts for");

  static final Blank NO_ALERT = of("no alert fires at its end", "Alerts firing");

  static final Blank NO_ALERT_EVER = of("no alert fired in it", "Alerts");

  static final Blank NO_ISSUE =
      of("Microsoft tells of nothing", "What Microsoft tells of", "Issues and their times (UTC)");

  static final Blank NO_LEAD = of("no issue falls together with trouble", "We knew earlier by");

  Blank {
    panels = Set.copyOf(panels);
  }

  /** Those of a scenario. */
  static Set<Blank> in(String scenario) {
    return switch (scenario) {
      case "healthy", "fresh-install" ->
          Set.of(
              NO_REFUSAL,
              NO_FAILURE,
              NO_REPORT,
              NOBODY_LATE,
              NOT_BURNING,
              NO_ALERT,
              NO_ALERT_EVER,
              NO_ISSUE,
              NO_LEAD);
      case "outage" -> Set.of(NO_REFUSAL, NO_FAILURE);
      case "storm" -> Set.of(NO_REPORT, NO_ISSUE, NO_LEAD);
      case "slowdown", "loss" -> Set.of(NO_REFUSAL, NO_FAILURE, NO_REPORT, NO_ISSUE, NO_LEAD);
      case "duplicates", "prober-down", "clock-jump" ->
          Set.of(NO_REFUSAL, NO_FAILURE, NO_REPORT, NOBODY_LATE, NOT_BURNING, NO_ISSUE, NO_LEAD);
      case "receiver-down", "token-failure" -> Set.of(NO_REFUSAL, NO_REPORT, NO_ISSUE, NO_LEAD);
      default -> throw new IllegalArgumentException("no scenario " + scenario);
    };
  }

  private static Blank of(String reason, String... panels) {
    return new Blank(reason, Set.of(panels));
  }
}
