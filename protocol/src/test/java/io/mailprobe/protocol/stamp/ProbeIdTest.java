package io.mailprobe.protocol.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.Randomized;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeIdTest {

  @Test
  void anIdIsAUuidOfVersionSevenAndItsTime() {
    Randomized.check(
        1_000,
        random -> {
          Instant at = Instant.ofEpochMilli(random.nextLong(1L << 47));
          ProbeId id = ProbeId.create(at, random);
          UUID uuid = new UUID(id.high(), id.low());
          assertThat(uuid.version()).isEqualTo(7);
          assertThat(uuid.variant()).isEqualTo(2);
          assertThat(id.high() >>> 16).isEqualTo(at.toEpochMilli());
        });
  }

  @Test
  void theTextFormComesBackInEitherCase() {
    Randomized.check(
        2_000,
        random -> {
          ProbeId id = new ProbeId(random.nextLong(), random.nextLong());
          assertThat(id.toString()).hasSize(ProbeId.LENGTH);
          assertThat(ProbeId.parse(id.toString())).contains(id);
          assertThat(ProbeId.parse(id.toString().toUpperCase(Locale.ROOT))).contains(id);
        });
  }

  @Test
  void idsAndTheirTextsSortByTheTimeTheyWereMade() {
    Randomized.check(
        2_000,
        random -> {
          Instant at = Instant.ofEpochMilli(random.nextLong(1L << 47));
          ProbeId earlier = ProbeId.create(at, random);
          ProbeId later = ProbeId.create(at.plusMillis(1 + random.nextInt(1_000)), random);
          assertThat(earlier).isLessThan(later);
          assertThat(earlier.toString()).isLessThan(later.toString());
        });
  }

  @Test
  void oneIdHasOneText() {
    // 26 characters hold 130 bits: the last two must be zero.
    assertThat(ProbeId.parse("00000000000000000000000000")).isPresent();
    assertThat(ProbeId.parse("00000000000000000000000001")).isEmpty();
    assertThat(ProbeId.parse("00000000000000000000000003")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0000000000000000000000000",
        "000000000000000000000000000",
        "i0000000000000000000000000",
        "l0000000000000000000000000",
        "o0000000000000000000000000",
        "u0000000000000000000000000",
        "-0000000000000000000000000",
        "\u212a0000000000000000000000000"
      })
  void anythingElseIsNoId(String text) {
    assertThat(ProbeId.parse(text)).isEmpty();
  }
}
