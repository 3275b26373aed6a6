package io.mailprobe.app.health;

import java.util.Locale;

/**
 * Where an issue stands, in Microsoft's words (Microsoft Graph, serviceHealthStatus; the last six
 * but two are reserved there). What they may come to say besides is {@link #OTHER}.
 */
public enum HealthStatus {
  SERVICE_OPERATIONAL("serviceOperational", true),
  INVESTIGATING("investigating", false),
  RESTORING_SERVICE("restoringService", false),
  VERIFYING_SERVICE("verifyingService", false),
  SERVICE_RESTORED("serviceRestored", true),
  POST_INCIDENT_REVIEW_PUBLISHED("postIncidentReviewPublished", true),
  SERVICE_DEGRADATION("serviceDegradation", false),
  SERVICE_INTERRUPTION("serviceInterruption", false),
  EXTENDED_RECOVERY("extendedRecovery", false),
  FALSE_POSITIVE("falsePositive", true),
  INVESTIGATION_SUSPENDED("investigationSuspended", true),
  RESOLVED("resolved", true),
  MITIGATED_EXTERNAL("mitigatedExternal", true),
  MITIGATED("mitigated", true),
  RESOLVED_EXTERNAL("resolvedExternal", true),
  CONFIRMED("confirmed", false),
  REPORTED("reported", false),
  UNKNOWN_FUTURE_VALUE("unknownFutureValue", false),
  OTHER("other", false);

  private final String label;
  private final boolean over;

  HealthStatus(String label, boolean over) {
    this.label = label;
    this.over = over;
  }

  /** The one of this name, however it is cased and spaced; samples have it both ways. */
  static HealthStatus parse(String told) {
    String letters = told.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    for (HealthStatus status : values()) {
      if (status.label.toLowerCase(Locale.ROOT).equals(letters)) {
        return status;
      }
    }
    return OTHER;
  }

  /** As Microsoft's documentation writes it. */
  public String label() {
    return label;
  }

  /** Whether an issue that stands so goes on no more. */
  boolean isOver() {
    return over;
  }
}
