package io.mailprobe.protocol.stamp;

import static io.mailprobe.protocol.stamp.Samples.ID;
import static io.mailprobe.protocol.stamp.Samples.ring;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.Randomized;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientTokenTest {

  private static final String LIKELY = "0123456789abcdefghjkmnpqrstvwxyzABCDEFGHJKLU+@.- ";

  private final RecipientToken tokens = new RecipientToken(ring("k1"));
  private final String token = tokens.print(ID);

  @Test
  void theLocalPartFitsAndComesBackInEitherCase() {
    String localPart = tokens.localPart(ID);
    assertThat(localPart).hasSizeLessThanOrEqualTo(64).startsWith("probe+").hasSize(48);
    assertThat(tokens.verifyLocalPart(localPart)).contains(ID);
    assertThat(tokens.verifyLocalPart(localPart.toUpperCase(Locale.ROOT))).contains(ID);
  }

  @Test
  void theAddressForReportsIsNotThatOfTheProbe() {
    String bounces = tokens.bounceLocalPart(ID);
    assertThat(bounces).hasSize(49).startsWith("bounce+");
    assertThat(tokens.verifyBounceLocalPart(bounces.toUpperCase(Locale.ROOT))).contains(ID);
    assertThat(tokens.verifyLocalPart(bounces)).isEmpty();
    assertThat(tokens.verifyBounceLocalPart(tokens.localPart(ID))).isEmpty();
    assertThat(tokens.verifyBounceLocalPart("bounce+")).isEmpty();
  }

  @Test
  void aTokenHasNoCharacterThatAnAddressMustQuote() {
    assertThat(token).matches("[0-9a-z]{" + RecipientToken.LENGTH + "}");
  }

  @Test
  void noOtherCharacterAnywhereStillVerifies() {
    for (int i = 0; i < token.length(); i++) {
      for (char other : "0123456789abcdefghjkmnpqrstvwxyzilou-+@\u212a\u0130".toCharArray()) {
        if (other != token.charAt(i)) {
          String altered = token.substring(0, i) + other + token.substring(i + 1);
          assertThat(tokens.verify(altered)).as(altered).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "probe+", "probe", "probe+x", "postmaster", "probe-", "+"})
  void whatIsNoTokenIsNotOurs(String localPart) {
    assertThat(tokens.verifyLocalPart(localPart)).isEmpty();
  }

  @Test
  void lengthsAroundTheTokensAreRefused() {
    assertThat(tokens.verify(token.substring(1))).isEmpty();
    assertThat(tokens.verify(token + "0")).isEmpty();
    assertThat(tokens.verifyLocalPart("probe+" + token + "+x")).isEmpty();
    assertThat(tokens.verifyLocalPart("xprobe+" + token)).isEmpty();
  }

  @Test
  void everyKeyOnTheRingVerifiesAndNoOther() {
    RecipientToken during = new RecipientToken(ring("k2", "k1"));
    assertThat(during.verify(token)).contains(ID);
    assertThat(during.print(ID)).isNotEqualTo(token);
    assertThat(tokens.verify(during.print(ID))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mailprobe %s",
        "<%s.2@emea-1.probe.invalid>",
        "Undeliverable: Mailprobe %s",
        "SRS0=ab3=XY=contoso.com=probe+%s@example.net",
        "(%s)",
        "%s",
        "tag: %s\r\nnext"
      })
  void aTokenIsFoundWhereRewritersLeaveIt(String text) {
    assertThat(tokens.find(text.formatted(token))).contains(ID);
    assertThat(tokens.find(text.formatted(token.toUpperCase(Locale.ROOT)))).contains(ID);
  }

  @Test
  void aForgedTokenDoesNotHideAGenuineOne() {
    String forged = "0".repeat(RecipientToken.LENGTH);
    assertThat(tokens.find(forged + " " + token)).contains(ID);
    assertThat(tokens.find(forged + " " + forged)).isEmpty();
  }

  @Test
  void aTokenInsideALongerWordIsNotFound() {
    assertThat(tokens.find("x" + token)).isEmpty();
    assertThat(tokens.find(token + "7")).isEmpty();
  }

  @Test
  void aMegabyteOfLettersIsSearchedInNoTime() {
    String letters = "a".repeat(1_000_000);
    String words = ("0".repeat(RecipientToken.LENGTH) + " ").repeat(5_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(tokens.find(letters)).isEmpty();
          assertThat(tokens.find(words)).isEmpty();
        });
  }

  @Test
  void noMutantVerifiesAsAnotherProbe() {
    Randomized.check(
        20_000,
        random -> {
          String mutant = Randomized.mutate(random, token, LIKELY);
          Optional<ProbeId> found = tokens.verify(mutant);
          assertThat(found.isPresent()).as(mutant).isEqualTo(mutant.equalsIgnoreCase(token));
          assertThat(tokens.find(Randomized.text(random, 200, LIKELY))).isEmpty();
          tokens.verifyLocalPart("probe+" + Randomized.text(random, 60, LIKELY));
        });
  }
}
