package io.mailprobe.protocol.classify;

import io.mailprobe.protocol.reply.EnhancedStatus;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some of the enhanced codes: {@code 4.3.2}, {@code 4.7.850-899}, {@code 5.7.*}, {@code *.4.317};
 * and {@code none} where a reply has none.
 *
 * @param statusClass 2, 4 or 5
 * @param subject which part of the mail system
 * @param detail what of it
 */
public record StatusPattern(Part statusClass, Part subject, Part detail) {

  /** Matches a reply without an enhanced code, and no other. */
  public static final StatusPattern NONE =
      new StatusPattern(new Part(0, -1), new Part(0, -1), new Part(0, -1));

  private static final int MAX = 999;
  private static final String PART = "(\\*|\\d{1,3}(?:-\\d{1,3})?)";
  private static final Pattern FORM =
      Pattern.compile("(\\*|[245])\\." + PART + "(?:\\." + PART + ")?");

  /**
   * The numbers from one to another, both included.
   *
   * @param least the smallest
   * @param most the largest; less than the smallest for no number at all
   */
  public record Part(int least, int most) {

    private static final Part ANY = new Part(0, MAX);

    private static Part of(String text) {
      if (text.equals("*")) {
        return ANY;
      }
      int dash = text.indexOf('-');
      return dash < 0
          ? new Part(Integer.parseInt(text), Integer.parseInt(text))
          : new Part(
              Integer.parseInt(text.substring(0, dash)),
              Integer.parseInt(text.substring(dash + 1)));
    }

    private boolean has(int number) {
      return least <= number && number <= most;
    }

    private String text() {
      if (equals(ANY)) {
        return "*";
      }
      return least == most ? Integer.toString(least) : least + "-" + most;
    }
  }

  /** Reads a pattern; {@code 5.7} is {@code 5.7.*}. Empty if it is none. */
  public static Optional<StatusPattern> parse(String text) {
    if (text.equals("none")) {
      return Optional.of(NONE);
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Part subject = Part.of(form.group(2));
    Part detail = form.group(3) == null ? Part.ANY : Part.of(form.group(3));
    boolean empty = subject.most < subject.least || detail.most < detail.least;
    return empty
        ? Optional.empty()
        : Optional.of(new StatusPattern(Part.of(form.group(1)), subject, detail));
  }

  boolean matches(Optional<EnhancedStatus> status) {
    return status.isEmpty() ? equals(NONE) : matches(status.get());
  }

  private boolean matches(EnhancedStatus status) {
    return statusClass.has(status.statusClass())
        && subject.has(status.subject())
        && detail.has(status.detail());
  }

  @Override
  public String toString() {
    return equals(NONE) ? "none" : statusClass.text() + "." + subject.text() + "." + detail.text();
  }
}
