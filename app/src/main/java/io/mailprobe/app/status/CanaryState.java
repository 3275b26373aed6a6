package io.mailprobe.app.status;

import io.mailprobe.app.status.State.Severity;
import java.util.Locale;

/** How a canary finds the front ends of its target, as one word. */
public enum CanaryState {
  /** None was visited yet. */
  STARTING(Severity.UNKNOWN, "Starting"),
  /** All go along. */
  ANSWERING(Severity.GOOD, "Answering"),
  /** Some do not. */
  IMPAIRED(Severity.WARNING, "Impaired"),
  /** Half of them or more turn sessions away. */
  REFUSED(Severity.BAD, "Refused"),
  /** Half of them or more fail, and not most of them by refusing. */
  FAILING(Severity.BAD, "Failing"),
  /** The name servers tell of none. */
  UNFOUND(Severity.BAD, "Not found");

  private final Severity severity;
  private final String title;

  CanaryState(Severity severity, String title) {
    this.severity = severity;
    this.title = title;
  }

  /** How bad that is. */
  public Severity severity() {
    return severity;
  }

  /** The word for people. */
  public String title() {
    return title;
  }

  /** The name in the API. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
