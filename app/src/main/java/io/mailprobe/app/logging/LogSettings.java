package io.mailprobe.app.logging;

/**
 * How and how much is logged.
 *
 * @param format how a line looks
 * @param level the least severity that is logged
 */
public record LogSettings(Format format, Level level) {

  /** What holds unless it is told otherwise. */
  public static final LogSettings DEFAULT = new LogSettings(Format.PLAIN, Level.INFO);

  /** How a line looks. */
  public enum Format {
    /** For people: instant, severity, who, what. */
    PLAIN,
    /** For programs: one JSON object a line. */
    JSON
  }

  /** How severe a line is. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }
}
