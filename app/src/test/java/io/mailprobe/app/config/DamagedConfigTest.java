package io.mailprobe.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.mailprobe.app.config.bind.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any bytes whatever are a configuration, or are told to be none. */
class DamagedConfigTest {

  private static final int ROUNDS = 4_000;
  private static final byte[] BITES =
      "{}[]:,-#&*!|>'\"%@`$~?<= \n\r\t\0\u00e9".getBytes(StandardCharsets.UTF_8);

  @Test
  @Timeout(60)
  void anyDamageIsToldAndNothingElseHappens() throws IOException {
    List<byte[]> sound =
        List.of(
            Files.readAllBytes(Path.of("../examples/exchange-online.yaml")),
            Files.readAllBytes(Path.of("../examples/postfix.yaml")),
            Files.readAllBytes(Path.of("src/test/resources/config/twelve-mistakes.yaml")));
    for (int seed = 0; seed < ROUNDS; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      byte[] content = damaged(sound.get(seed % sound.size()).clone(), random);
      try {
        new TestMachine().read(content);
      } catch (ConfigException e) {
        assertThat(e.problems()).as("seed %d", seed).isNotEmpty();
        e.problems().forEach(problem -> assertFit(problem, content));
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed " + seed, e);
      }
    }
  }

  private static void assertFit(Problem problem, byte[] content) {
    assertThat(problem.place().line()).isBetween(1, content.length + 1);
    assertThat(problem.place().column()).isBetween(1, content.length + 1);
    assertThat(problem.describe("x").lines()).hasSizeLessThanOrEqualTo(3);
  }

  private static byte[] damaged(byte[] content, RandomGenerator random) {
    int hits = 1 + random.nextInt(4);
    for (int i = 0; i < hits; i++) {
      int at = random.nextInt(content.length);
      content[at] =
          random.nextInt(4) == 0 ? (byte) random.nextInt(256) : BITES[random.nextInt(BITES.length)];
    }
    return random.nextInt(3) == 0
        ? Arrays.copyOf(content, random.nextInt(content.length))
        : content;
  }
}
