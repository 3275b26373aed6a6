package io.mailprobe.app.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.app.prometheus.Judgement.Judged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus judges histories as its own rule engine does, for whose words these hold. */
class JudgementTest {

  private static final Instant START = Instant.parse("2026-06-02T12:00:00Z");
  private static final int SCRAPES = 60;

  private static final String RULES =
      """
      groups:
        - name: test
          interval: 15s
          rules:
            - record: region:down:count
              expr: sum by (region) (1 - up)
            - record: region:down:ratio
              expr: region:down:count / 2
            - record: nobody:needs:this
              expr: up * 2
            - alert: HalfDown
              expr: region:down:ratio >= 0.5
              for: 30s
              keep_firing_for: 1m
              labels: {severity: critical}
            - alert: AtOnce
              expr: region:down:ratio >= 0.5
              labels: {severity: warning}
            - alert: Twice
              expr: region:down:count == 1
              labels: {severity: warning}
            - alert: Twice
              expr: region:down:ratio >= 0.5
              for: 1m
              keep_firing_for: 1m
              labels: {severity: warning}
            - alert: Many
              expr: count(ALERTS{alertname="HalfDown",alertstate="firing"}) >= 1
              labels: {severity: critical}
            - record: region:either:count
              expr: region:down:count unless region:down:ratio > 0 or region:down:ratio * 4
            - alert: Either
              expr: region:either:count == 2
            - alert: Never
              expr: up > 1
      """;

  @TempDir Path folder;

  @Test
  void firesAfterTheHoldAndClearsAfterTheKeep() throws Exception {
    // Down from scrape 10 to 19, again at 21 and 22, and from 50 to the end.
    Judged judged =
        judge(
            scrape ->
                (scrape >= 10 && scrape < 20) || scrape == 21 || scrape == 22 || scrape >= 50);

    assertThat(judged.rules())
        .containsExactlyInAnyOrder("HalfDown", "AtOnce", "Twice", "Many", "Either", "Never");
    assertThat(spells(judged, "AtOnce"))
        .containsExactly(
            spell("AtOnce", "warning", 10, 10, 20),
            spell("AtOnce", "warning", 21, 21, 23),
            spell("AtOnce", "warning", 50, 50, -1));
    assertThat(spells(judged, "HalfDown"))
        .containsExactly(
            spell("HalfDown", "critical", 10, 12, 27), spell("HalfDown", "critical", 50, 52, -1));
    assertThat(spells(judged, "Many"))
        .extracting(AlertSpell::fired)
        .containsExactly(at(12), at(52));
  }

  @Test
  void recordsAllWhereAllIsAskedFor() throws Exception {
    Path text = Files.writeString(folder.resolve("all.txt"), "up 1 1\n# EOF\n");

    Judged _ = judge(scrape -> scrape >= 50, Optional.of(text));

    assertThat(Files.readAllLines(text))
        .startsWith("up 1 1")
        .endsWith("# EOF")
        .anyMatch(line -> line.startsWith("region:down:ratio{"))
        .anyMatch(line -> line.startsWith("nobody:needs:this{"))
        .anyMatch(line -> line.startsWith("ALERTS{"))
        .containsOnlyOnce("# EOF");
  }

  @Test
  void saysNothingOfWhatNeverHolds() throws Exception {
    assertThat(judge(_ -> false).spells()).isEmpty();
  }

  @Test
  void samplesThatAreNotInTheirOrderAreRefused() {
    assertThatThrownBy(
            () ->
                judgement()
                    .judge(
                        taker ->
                            taker.series(labels("a"), new long[] {2, 2}, new double[] {1, 1}, 2),
                        START,
                        at(SCRAPES - 1),
                        Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not in their order");
  }

  private interface Down {
    boolean at(int scrape);
  }

  private Judged judge(Down down) throws Exception {
    return judge(down, Optional.empty());
  }

  private Judged judge(Down down, Optional<Path> text) throws Exception {
    Judgement.History history =
        taker -> {
          for (String instance : List.of("b", "a")) {
            long[] millis = new long[SCRAPES];
            double[] up = new double[SCRAPES];
            for (int scrape = 0; scrape < SCRAPES; scrape++) {
              millis[scrape] = at(scrape).minus(Judgement.AFTER_SCRAPE).toEpochMilli();
              up[scrape] = instance.equals("b") || !down.at(scrape) ? 1 : 0;
            }
            taker.series(labels(instance), millis, up, SCRAPES);
          }
        };
    return judgement().judge(history, START, START.plusSeconds(15L * (SCRAPES - 1)), text);
  }

  private static SortedMap<String, String> labels(String instance) {
    return new TreeMap<>(Map.of("__name__", "up", "region", "amer", "instance", instance));
  }

  private Judgement judgement() throws IOException {
    Tools tools = Tools.find(System.getenv("PATH")).orElseThrow();
    Path rules = Files.writeString(folder.resolve("rules.yml"), RULES);
    return new Judgement(tools, rules, Files.createDirectories(folder.resolve("work")));
  }

  private static List<AlertSpell> spells(Judged judged, String alert) {
    return judged.spells().stream().filter(spell -> spell.alert().equals(alert)).toList();
  }

  private static AlertSpell spell(String alert, String severity, int pending, int fired, int end) {
    return new AlertSpell(
        alert,
        new TreeMap<>(Map.of("region", "amer", "severity", severity)),
        at(pending),
        at(fired),
        end < 0 ? Optional.empty() : Optional.of(at(end)));
  }

  /** The evaluation that sees this scrape first. */
  private static Instant at(int scrape) {
    return START.plus(Duration.ofSeconds(15L * scrape)).plus(Judgement.AFTER_SCRAPE);
  }
}
