package io.mailprobe.protocol.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.protocol.reply.EnhancedStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the conditions of a rule match, each by itself. */
class PatternsTest {

  @ParameterizedTest
  @CsvSource({
    "421, 421, true",
    "421, 422, false",
    "45x, 450, true",
    "45x, 459, true",
    "45x, 440, false",
    "4xx, 499, true",
    "4xx, 500, false",
    "5xx, 550, true"
  })
  void codesMatch(String pattern, int code, boolean matches) {
    assertThat(CodePattern.parse(pattern).orElseThrow().matches(code)).isEqualTo(matches);
    assertThat(CodePattern.parse(pattern)).hasToString("Optional[" + pattern + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4", "42", "4211", "321", "250", "x21", "4x1", "4X1", "42X", "4.1"})
  void whatIsNoPatternOfCodesIsNone(String text) {
    assertThat(CodePattern.parse(text)).isEmpty();
    assertThatThrownBy(() -> new CodePattern(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "4.3.2, 4.3.2, true",
    "4.3.2, 5.3.2, false",
    "4.3.2, 4.3.20, false",
    "*.3.2, 5.3.2, true",
    "5.7.606-649, 5.7.606, true",
    "5.7.606-649, 5.7.649, true",
    "5.7.606-649, 5.7.605, false",
    "5.7.606-649, 5.7.650, false",
    "5.7.*, 5.7.999, true",
    "5.7.*, 5.8.0, false",
    "5.7, 5.7.60, true",
    "*.*.317, 4.4.317, true",
    "4.1-3.0, 4.2.0, true",
    "4.1-3.0, 4.4.0, false",
    "none, 4.3.2, false"
  })
  void enhancedCodesMatch(String pattern, String status, boolean matches) {
    assertThat(StatusPattern.parse(pattern).orElseThrow().matches(EnhancedStatus.parse(status)))
        .isEqualTo(matches);
  }

  @Test
  void onlyNoneMatchesAReplyWithoutAnEnhancedCode() {
    assertThat(StatusPattern.NONE.matches(Optional.empty())).isTrue();
    assertThat(StatusPattern.parse("*.*.*").orElseThrow().matches(Optional.empty())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4",
        "4.",
        "3.1.1",
        "4.3.2.1",
        "4.3.x",
        "4.649-606.1",
        "5.7.649-606",
        "4.3.1000",
        "4..2",
        "NONE",
        "*"
      })
  void whatIsNoPatternOfEnhancedCodesIsNone(String text) {
    assertThat(StatusPattern.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Resource Forest, per resource forest has, true",
    "resource forest, per RESOURCE \t forest has, true",
    "resource forest, per resourceforest has, false",
    "too many * from, Too many connections from you, true",
    "too many * from, from too many, false",
    "*end*, the end, true",
    "a*a, a, false",
    "a*a, aa, true"
  })
  void wordsMatch(String pattern, String text, boolean matches) {
    TextPattern words = TextPattern.parse(pattern).orElseThrow();
    assertThat(words.matches(TextPattern.normalized(text))).isEqualTo(matches);
    assertThat(words).hasToString(pattern).isEqualTo(TextPattern.parse(pattern).orElseThrow());
    assertThat(words).hasSameHashCodeAs(TextPattern.parse(pattern).orElseThrow());
  }

  @Test
  void whatHasNothingToLookForIsNoPattern() {
    for (String text : List.of("", " ", "*", " * ", "x".repeat(TextPattern.MAX_LENGTH + 1))) {
      assertThat(TextPattern.parse(text)).isEmpty();
    }
    assertThat(TextPattern.parse("x".repeat(TextPattern.MAX_LENGTH))).isPresent();
  }

  @Test
  void aRuleNeedsMoreThanAPhase() {
    assertThatThrownBy(() -> new Conditions(List.of(), List.of(), List.of(), Set.of(), Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRuleHasANameAndFindsAReason() {
    Conditions busy =
        new Conditions(
            List.of(new CodePattern("421"), new CodePattern("45x")),
            List.of(StatusPattern.parse("4.7").orElseThrow()),
            List.of(TextPattern.parse("busy").orElseThrow()),
            Set.of(Suffix.Family.PRX),
            Set.of());
    assertThat(busy).hasToString("code 421 or 45x, enhanced code 4.7.*, text \"busy\", suffix PRX");
    assertThatThrownBy(() -> new Rule(" ", busy, Reason.EXPIRED, Party.US, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Rule("a", busy, Reason.UNCLASSIFIED, Party.US, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyWhatIsAtOurEndIsOurs() {
    assertThat(Set.of(Party.values()).stream().filter(Party::isOurs))
        .containsExactlyInAnyOrder(Party.US, Party.CREDENTIALS, Party.OWN_RATE, Party.RECEIVER);
  }
}
