package io.mailprobe.app.doctor;

import java.util.Locale;

/** How a check ended. */
public enum Standing {
  /** All is well. */
  OK,
  /** It works, and something about it is worth knowing. */
  NOTE,
  /** Something is broken. */
  FAULT,
  /** It was not made, or says nothing by itself, because of a fault found before. */
  SKIPPED;

  /** The name in output. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
