package io.mailprobe.protocol.feed;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in one receiver's journal. A journal that was made anew has another name, so that an old
 * cursor is never taken for a place in it; one that was restored from an older copy has its name
 * and goes on to other arrivals under the same numbers, which the mark tells apart.
 *
 * @param journal the journal's name: 1 to 64 letters and digits
 * @param sequence everything up to this arrival has been read
 * @param mark stands for what the journal holds at that place: up to 16 letters and digits; empty
 *     where nothing is known of it
 */
public record FeedCursor(String journal, long sequence, String mark) {

  /** More than a journal can ever hold. */
  private static final long MAX_SEQUENCE = 999_999_999_999_999_999L;

  private static final Pattern JOURNAL = Pattern.compile("[A-Za-z0-9]{1,64}");
  private static final Pattern MARK = Pattern.compile("[A-Za-z0-9]{1,16}");
  private static final Pattern FORM =
      Pattern.compile("(" + JOURNAL + ")-(\\d{1,18})(?:-(" + MARK + "))?");

  public FeedCursor {
    if (!JOURNAL.matcher(journal).matches()
        || sequence < 0
        || sequence > MAX_SEQUENCE
        || !(mark.isEmpty() || MARK.matcher(mark).matches())) {
      throw new IllegalArgumentException(
          "not a place in a journal: " + journal + "-" + sequence + "-" + mark);
    }
  }

  /** A place of which nothing else is known. */
  public FeedCursor(String journal, long sequence) {
    this(journal, sequence, "");
  }

  /** Reads the text form; empty for anything else. */
  public static Optional<FeedCursor> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new FeedCursor(
                form.group(1),
                Long.parseLong(form.group(2)),
                Objects.requireNonNullElse(form.group(3), "")))
        : Optional.empty();
  }

  /** The text form: {@code journal-sequence} or {@code journal-sequence-mark}. */
  @Override
  public String toString() {
    return journal + "-" + sequence + (mark.isEmpty() ? "" : "-" + mark);
  }
}
