package io.mailprobe.protocol.stamp;

import static io.mailprobe.protocol.stamp.Samples.NOW;
import static io.mailprobe.protocol.stamp.Samples.STAMP;
import static io.mailprobe.protocol.stamp.Samples.codec;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.Randomized;
import io.mailprobe.protocol.stamp.StampVerdict.Genuine;
import io.mailprobe.protocol.stamp.StampVerdict.Problem;
import io.mailprobe.protocol.stamp.StampVerdict.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StampCodecTest {

  private static final String LIKELY = "v=1; idroutegnmackpbsq0123456789TZ:-._\r\n\t";

  private final StampCodec codec = codec("k1");
  private final String signed = codec.sign(STAMP);

  @ParameterizedTest
  @MethodSource("io.mailprobe.protocol.stamp.Samples#stamps")
  void whatWasSignedIsGenuineAndUnchanged(Stamp stamp) {
    assertThat(codec.verify(codec.sign(stamp), NOW)).isEqualTo(new Genuine(stamp, "k1"));
  }

  @ParameterizedTest
  @MethodSource("io.mailprobe.protocol.stamp.Samples#stamps")
  void theHeaderIsShortPrintableAscii(Stamp stamp) {
    assertThat(codec.sign(stamp)).hasSizeLessThan(640).matches("[ -~]+");
  }

  @Test
  void versionOneKeepsItsForm() {
    // What older and newer builds must agree on, byte for byte; the MAC was made with another
    // program (Python's hmac).
    assertThat(signed)
        .isEqualTo(
            "v=1; id=0123456789abcdefghjkmnpqr0; route=outbound; region=emea; prober=emea-1; seq=42;"
                + " scheduled=2026-06-02T13:03:00.000001Z; first=2026-06-02T13:03:00.000250Z;"
                + " this=2026-06-02T13:03:09.000000Z; attempt=2; key=k1;"
                + " mac=2SMSXfO3SJECsP4PeRlL_XIyJGxDBjIA_SvqaSOWmdY");
  }

  @Test
  void instantsAreCutToMicroseconds() {
    Instant fine = NOW.plusNanos(1_999);
    Stamp stamp = new Stamp(STAMP.id(), "r", "e", "p", 1, fine, fine, fine, 1);
    assertThat(codec.verify(codec.sign(stamp), NOW))
        .isInstanceOfSatisfying(
            Genuine.class,
            genuine -> assertThat(genuine.stamp().scheduled()).isEqualTo(NOW.plusNanos(1_000)));
  }

  @Test
  void anyOtherCharacterAnywhereIsRefused() {
    for (int i = 0; i < signed.length(); i++) {
      for (char other : "0aA=;+\u00e9\u212a".toCharArray()) {
        if (signed.charAt(i) != other) {
          String altered = signed.substring(0, i) + other + signed.substring(i + 1);
          assertThat(codec.verify(altered, NOW)).as(altered).isInstanceOf(Refused.class);
        }
      }
    }
  }

  @Test
  void theOtherCaseAnywhereIsRefused() {
    for (int i = 0; i < signed.length(); i++) {
      char c = signed.charAt(i);
      char other = Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
      if (other != c) {
        String altered = signed.substring(0, i) + other + signed.substring(i + 1);
        assertThat(codec.verify(altered, NOW)).as(altered).isInstanceOf(Refused.class);
      }
    }
    assertThat(codec.verify(signed.toUpperCase(Locale.ROOT), NOW)).isInstanceOf(Refused.class);
  }

  @Test
  void aMissingCharacterAnywhereIsRefused() {
    for (int i = 0; i < signed.length(); i++) {
      if (signed.charAt(i) != ' ') {
        String altered = signed.substring(0, i) + signed.substring(i + 1);
        assertThat(codec.verify(altered, NOW)).as(altered).isInstanceOf(Refused.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n ", "\r\n\t", "\n ", "  ", "", "\t"})
  void foldingByMailSystemsIsHarmless(String folding) {
    Genuine genuine = new Genuine(STAMP, "k1");
    assertThat(codec.verify(signed.replace(" ", folding), NOW)).isEqualTo(genuine);
    assertThat(codec.verify(" " + signed + "\r\n", NOW)).isEqualTo(genuine);
    String insideOfAWord = signed.replace("mac=", "mac=" + folding);
    assertThat(codec.verify(insideOfAWord, NOW)).isEqualTo(genuine);
  }

  @Test
  void aStampCannotTakeAnothersSignature() {
    Stamp other = new Stamp(STAMP.id(), "outbound", "emea", "emea-1", 43, NOW, NOW, NOW, 1);
    String theirs = codec.sign(other);
    String mixed =
        signed.substring(0, signed.indexOf("mac=")) + theirs.substring(theirs.indexOf("mac="));
    assertThat(problem(codec, mixed)).isEqualTo(Problem.BAD_SIGNATURE);
  }

  @Test
  void aTokensMacIsNoStampsMac() {
    // Same key, same bytes, another purpose.
    byte[] content = {1, 2, 3};
    StampKey key = Samples.key("k1");
    assertThat(Keyring.mac(key, "stamp", content))
        .isNotEqualTo(Keyring.mac(key, "recipient", content));
  }

  @Test
  void keysRotateWithoutAGap() {
    StampCodec before = codec("k1");
    StampCodec during = codec("k2", "k1");
    StampCodec after = codec("k2");
    assertThat(during.verify(before.sign(STAMP), NOW)).isEqualTo(new Genuine(STAMP, "k1"));
    assertThat(during.verify(during.sign(STAMP), NOW)).isEqualTo(new Genuine(STAMP, "k2"));
    assertThat(after.verify(during.sign(STAMP), NOW)).isEqualTo(new Genuine(STAMP, "k2"));
    assertThat(problem(after, before.sign(STAMP))).isEqualTo(Problem.UNKNOWN_KEY);
  }

  @Test
  void anotherSecretUnderTheSameIdIsRefused() {
    StampKey theirs = new StampKey("k1", new byte[16]);
    StampCodec attacker = new StampCodec(new Keyring(List.of(theirs)), Duration.ofHours(25));
    assertThat(problem(codec, attacker.sign(STAMP))).isEqualTo(Problem.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource({
    "v=2; whatever, UNKNOWN_VERSION",
    "v=999999999; id=1, UNKNOWN_VERSION",
    "v=01; id=1, UNKNOWN_VERSION",
    "v=9999999999; id=1, MALFORMED",
    "v=1; id=1, MALFORMED",
    "v=; , MALFORMED",
    "'', MALFORMED"
  })
  void whatIsNoStampOfThisVersionSaysWhy(String text, Problem expected) {
    assertThat(problem(codec, text)).isEqualTo(expected);
  }

  @Test
  void aGenuineStampUnderAnotherVersionIsNotBelieved() {
    assertThat(problem(codec, signed.replace("v=1", "v=2"))).isEqualTo(Problem.UNKNOWN_VERSION);
  }

  @Test
  void ageAndFutureLimitsAreExact() {
    Duration limit = Duration.ofHours(25);
    Instant scheduled = STAMP.scheduled();
    assertThat(codec.verify(signed, scheduled.plus(limit))).isInstanceOf(Genuine.class);
    assertThat(codec.verify(signed, scheduled.plus(limit).plusNanos(1)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.problem()).isEqualTo(Problem.EXPIRED));
    Instant earliest = scheduled.minus(StampCodec.CLOCK_TOLERANCE);
    assertThat(codec.verify(signed, earliest)).isInstanceOf(Genuine.class);
    assertThat(codec.verify(signed, earliest.minusNanos(1)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.problem()).isEqualTo(Problem.FROM_THE_FUTURE));
  }

  @Test
  void aForgedStampIsCalledForgedWhateverItsAge() {
    String forged = signed.replace("2026-06-02T13:03:00.000001Z", "1999-01-01T00:00:00.000000Z");
    assertThat(problem(codec, forged)).isEqualTo(Problem.BAD_SIGNATURE);
  }

  @Test
  void anEndlessTextIsRefusedUnread() {
    assertThat(problem(codec, signed + " ".repeat(1_000_000))).isEqualTo(Problem.MALFORMED);
  }

  @Test
  void everyMutantIsEitherTheSameStampOrRefused() {
    StampVerdict genuine = new Genuine(STAMP, "k1");
    Randomized.check(
        20_000,
        random -> {
          String mutant = Randomized.mutate(random, signed, LIKELY);
          StampVerdict verdict = codec.verify(mutant, NOW);
          boolean sameButForSpace =
              mutant.replaceAll("[ \t\r\n]", "").equals(signed.replace(" ", ""));
          if (sameButForSpace) {
            assertThat(verdict).isEqualTo(genuine);
          } else {
            assertThat(verdict).as(mutant).isInstanceOf(Refused.class);
          }
        });
  }

  @Test
  void anyTextHasAVerdict() {
    Randomized.check(
        20_000,
        random ->
            assertThat(codec.verify(Randomized.text(random, 900, LIKELY), NOW))
                .isInstanceOf(Refused.class));
  }

  private static Problem problem(StampCodec codec, String text) {
    return ((Refused) codec.verify(text, NOW)).problem();
  }
}
