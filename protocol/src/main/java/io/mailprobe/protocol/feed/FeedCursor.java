package io.mailprobe.protocol.feed;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in one receiver's journal. A journal that was made anew has another name, so that an old
 * cursor is never taken for a place in it.
 *
 * @param journal the journal's name: 1 to 64 letters and digits
 * @param sequence everything up to this arrival has been read
 */
public record FeedCursor(String journal, long sequence) {

  /** More than a journal can ever hold. */
  private static final long MAX_SEQUENCE = 999_999_999_999_999_999L;

  private static final Pattern JOURNAL = Pattern.compile("[A-Za-z0-9]{1,64}");
  private static final Pattern FORM = Pattern.compile("(" + JOURNAL + ")-(\\d{1,18})");

  public FeedCursor {
    if (!JOURNAL.matcher(journal).matches() || sequence < 0 || sequence > MAX_SEQUENCE) {
      throw new IllegalArgumentException("not a place in a journal: " + journal + "-" + sequence);
    }
  }

  /** Reads the text form; empty for anything else. */
  public static Optional<FeedCursor> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new FeedCursor(form.group(1), Long.parseLong(form.group(2))))
        : Optional.empty();
  }

  /** The text form: {@code journal-sequence}. */
  @Override
  public String toString() {
    return journal + "-" + sequence;
  }
}
