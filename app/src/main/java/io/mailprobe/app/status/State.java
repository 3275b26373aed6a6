package io.mailprobe.app.status;

import java.util.Locale;

/** How a route does, as one word. */
public enum State {
  /** Too early to say anything. */
  STARTING(Severity.UNKNOWN, "Starting"),
  /** Mail arrives as it should. */
  FLOWING(Severity.GOOD, "Flowing"),
  /** Mail arrives, but a notable share of the sessions fails. */
  IMPAIRED(Severity.WARNING, "Impaired"),
  /** New mail arrives in time again, and late mail is still coming in. */
  RECOVERING(Severity.WARNING, "Recovering"),
  /** Mail arrives late. */
  DELAYED(Severity.BAD, "Delayed"),
  /** Nothing arrives, though mail was sent. */
  STOPPED(Severity.BAD, "Stopped"),
  /** Servers answer and do not take mail. */
  REFUSED(Severity.BAD, "Refused"),
  /** Sessions fail for another reason: no connection, no TLS, no credentials, no answer. */
  FAILING(Severity.BAD, "Failing"),
  /** Nothing is sent. */
  SILENT(Severity.BAD, "Not sending"),
  /** Nobody tells us what arrived. */
  BLIND(Severity.UNKNOWN, "Blind");

  private final Severity severity;
  private final String title;

  State(Severity severity, String title) {
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

  /** How bad a state is. */
  public enum Severity {
    GOOD,
    WARNING,
    BAD,
    UNKNOWN;

    /** The name in the API. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
