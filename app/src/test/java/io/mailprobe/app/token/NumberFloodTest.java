package io.mailprobe.app.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.config.ClientProof;
import io.mailprobe.app.config.Cloud;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.metrics.Metric;
import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.testkit.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sign-in service may have any number of numbers for its refusals: few become labels. */
class NumberFloodTest {

  private static final int NUMBERS = 100_000;
  private static final ClientCredentials CREDENTIALS =
      new ClientCredentials(
          "t",
          "c",
          new ClientProof.ManagedIdentity(),
          Cloud.GLOBAL.authority(),
          Cloud.GLOBAL.mailScope());

  @Test
  void numbersThatNobodyKnowsAreOneSeries() {
    try (Metrics metrics =
        new Metrics(new ManualTime(), new Build("0.1.0", "abc"), Replies.BLAME)) {
      TokenEvents tokens = metrics.tokens("amer");
      tokens.expected(CREDENTIALS);
      int before = series(metrics).size();
      for (int number = 0; number < NUMBERS; number++) {
        tokens.failed(
            CREDENTIALS,
            Duration.ofMillis(1),
            TroubleException.answered(503, "AADSTS" + (900_000_000 + number) + ": no", "")
                .saidOf("no token", "login.example.net"));
      }
      assertThat(series(metrics))
          .hasSize(before + 1)
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("aadsts=\"other\"", "reason=\"unavailable\"")
                      .endsWith(" " + (double) NUMBERS));
    }
  }

  private static List<String> series(Metrics metrics) {
    return new String(metrics.scrape("text/plain").body(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(Metric.TOKEN_FAILURES.id() + "{"))
        .toList();
  }
}
