package io.mailprobe.app.metrics.otlp;

import java.util.Locale;

/** How a push of metrics ended. */
public enum PushResult {
  OK,
  /** Taken, but not all of it. */
  PARTIAL,
  FAILED;

  /** The value of the label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
