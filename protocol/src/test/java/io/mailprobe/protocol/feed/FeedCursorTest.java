package io.mailprobe.protocol.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailprobe.protocol.Randomized;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedCursorTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999_999_999_999_999_999L})
  void aCursorComesBack(long sequence) {
    FeedCursor cursor = new FeedCursor("0123abcXYZ", sequence);
    assertThat(FeedCursor.parse(cursor.toString())).contains(cursor);
    FeedCursor marked = new FeedCursor("0123abcXYZ", sequence, "1z141z4");
    assertThat(FeedCursor.parse(marked.toString())).contains(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "a",
        "a-",
        "-1",
        "a--1",
        "a-1-",
        "a-1-2-3",
        "a-1-01234567890123456",
        "a b-1",
        "a-1 ",
        "a-1000000000000000000",
        "é-1"
      })
  void anythingElseIsNoCursor(String text) {
    assertThat(FeedCursor.parse(text)).isEmpty();
  }

  @Test
  void whatCouldNotBeReadBackCannotBeMade() {
    assertThatIllegalArgumentException().isThrownBy(() -> new FeedCursor("a-b", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new FeedCursor("", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new FeedCursor("a", -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new FeedCursor("a", Long.MAX_VALUE));
  }

  @Test
  void anyTextIsACursorOrNone() {
    Randomized.check(
        5_000,
        random -> {
          String text = Randomized.text(random, 30, "abc-0123456789");
          FeedCursor.parse(text)
              .ifPresent(
                  cursor -> assertThat(FeedCursor.parse(cursor.toString())).contains(cursor));
        });
  }
}
