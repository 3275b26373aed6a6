package io.mailprobe.app.config.bind;

/** A text is not what was expected. Holds what to say of it, but not the text itself. */
public final class UnfitException extends Exception {

  private static final long serialVersionUID = 1;

  private final String expected;
  private final String hint;

  /**
   * @param expected such as {@code expected a duration such as 30s or 5m}
   */
  public UnfitException(String expected) {
    this(expected, "");
  }

  /**
   * @param hint further advice; may quote the text, and is left out where that is secret
   */
  public UnfitException(String expected, String hint) {
    super(expected);
    this.expected = expected;
    this.hint = hint;
  }

  /** What was expected. */
  String expected() {
    return expected;
  }

  String hint() {
    return hint;
  }

  /** What to say of it, the text included. */
  public String describe(String text) {
    return expected + ", got \"" + text + "\"" + (hint.isEmpty() ? "" : "; " + hint);
  }
}
