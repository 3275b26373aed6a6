package io.mailprobe.protocol.stamp;

import static io.mailprobe.protocol.stamp.Samples.ID;
import static io.mailprobe.protocol.stamp.Samples.NOW;
import static io.mailprobe.protocol.stamp.Samples.key;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a;b",
        "a=b",
        "a\r\nBcc: x",
        "a\n",
        "-a",
        ".a",
        "é",
        "a\u0000",
        "Ka\u212a",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void hostileNamesCannotBeStamped(String name) {
    assertThat(Stamp.isName(name)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> stamp(name, "emea", "p"));
    assertThatIllegalArgumentException().isThrownBy(() -> stamp("outbound", name, "p"));
    assertThatIllegalArgumentException().isThrownBy(() -> stamp("outbound", "emea", name));
    assertThatIllegalArgumentException().isThrownBy(() -> new StampKey(name, new byte[16]));
  }

  @Test
  void sequenceAndAttemptCountFromOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Stamp(ID, "a", "b", "c", 0, NOW, NOW, NOW, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Stamp(ID, "a", "b", "c", 1, NOW, NOW, NOW, 0));
  }

  @Test
  void aSecretIsLongEnoughAndNeverPrinted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StampKey("k1", "fifteen letters".getBytes(US_ASCII)))
        .withMessage("secret of key k1 has less than 16 bytes");
    assertThat(key("k1")).hasToString("StampKey[k1]");
  }

  @Test
  void aSecretCannotBeChangedFromOutside() {
    byte[] secret = "sixteen letters!".getBytes(US_ASCII);
    RecipientToken tokens = new RecipientToken(new Keyring(List.of(new StampKey("k1", secret))));
    String before = tokens.print(ID);
    secret[0] = 0;
    assertThat(tokens.print(ID)).isEqualTo(before);
  }

  @Test
  void aRingHasAKeyAndNoIdTwice() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Keyring(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Keyring(List.of(key("k1"), key("k1"))))
        .withMessage("two keys have the id k1");
  }

  private static Stamp stamp(String route, String region, String prober) {
    return new Stamp(ID, route, region, prober, 1, NOW, NOW, NOW, 1);
  }
}
