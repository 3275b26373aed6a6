package io.mailprobe.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.account.ClockOffset;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doctor's checks are made of. */
class PartsTest {

  private final List<Finding> told = new ArrayList<>();
  private final Examination examination = new Examination(told::add);

  @Test
  void aFaultIsToldOnceAndWhatItExplainsIsSkipped() throws Exception {
    examination.make(Check.of("mx", "d", () -> Seen.fault("none", "publish it")));
    examination.make(Check.of("way in", "d", () -> Seen.ok("in")).needing("mx d"));
    examination.make(Check.of("probe", "r", () -> Seen.ok("arrived")).needing("way in d"));
    examination.make(Check.of("mx", "d", () -> Seen.ok("looked at again")));
    assertThat(told)
        .extracting(Finding::standing)
        .containsExactly(Standing.FAULT, Standing.SKIPPED, Standing.SKIPPED);
    assertThat(told.get(2).because()).contains("mx d");
    assertThat(examination.isWell()).isFalse();
  }

  @Test
  void aFaultThatAnEarlierOneMayExplainIsNone() throws Exception {
    examination.make(Check.of("certificate", "d", () -> Seen.fault("expired")));
    examination.make(
        Check.of(
            "probe", "well", () -> Seen.ok("arrived").stemmingFrom(Stream.of("certificate d"))));
    examination.make(
        Check.of(
            "probe", "ill", () -> Seen.fault("late").stemmingFrom(Stream.of("certificate d"))));
    examination.make(Check.of("envelope", "a", () -> Seen.fault("refused").of("loop@x")));
    examination.make(Check.of("envelope", "b", () -> Seen.fault("refused").of("loop@x")));
    assertThat(told)
        .extracting(Finding::standing)
        .containsExactly(
            Standing.FAULT, Standing.OK, Standing.SKIPPED, Standing.FAULT, Standing.SKIPPED);
    assertThat(told.getLast().because()).contains("envelope a");
  }

  @Test
  void aCheckThatHangsOrFailsIsAFaultAndStopsNothing() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    examination.make(
        Check.of(
                "hangs",
                "x",
                () -> {
                  never.await();
                  return Seen.ok("never");
                })
            .within(Duration.ofMillis(50)));
    examination.make(
        Check.of(
            "fails",
            "x",
            () -> {
              throw new IOException("no\u0007disk");
            }));
    examination.make(Check.of("goes on", "x", () -> Seen.ok("well")));
    assertThat(told)
        .extracting(Finding::seen)
        .containsExactly("nothing came of it within 0.050 s", "no disk", "well");
  }

  @Test
  void aPolicyIsReadAsItIsWritten() {
    Optional<StsPolicy> policy =
        StsPolicy.parse(
            "version: STSv1\r\nmode: enforce\r\nmx: mx.example.net\r\nmx: *.example.org\r\nmax_age: 86400\r\n");
    assertThat(policy).isPresent();
    assertThat(policy.get().isEnforced()).isTrue();
    assertThat(policy.get().admits("MX.example.net")).isTrue();
    assertThat(policy.get().admits("a.example.org")).isTrue();
    assertThat(policy.get().admits("a.b.example.org")).isFalse();
    assertThat(policy.get().admits("example.org")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>not found</html>",
        "version: STSv2\nmode: enforce\nmx: a.test\nmax_age: 1",
        "version: STSv1\nmode: strict\nmx: a.test\nmax_age: 1",
        "version: STSv1\nmode: enforce\nmax_age: 1",
        "version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 99999999999999999999"
      })
  void whatIsNoPolicyIsNone(String text) {
    assertThat(StsPolicy.parse(text)).isEmpty();
  }

  @Test
  void aDateTellsTheTimeToHalfASecond() {
    Optional<ClockOffset> offset =
        ClockCheck.offset(
            "Sun, 22 Nov 2026 12:00:10 GMT",
            Instant.parse("2026-11-22T12:00:00.600Z"),
            Duration.ofMillis(200));
    assertThat(offset).contains(new ClockOffset(Duration.ofSeconds(10), Duration.ofMillis(600)));
    assertThat(ClockCheck.offset("yesterday", Instant.EPOCH, Duration.ZERO)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "mx.test, MX.test, true",
    "*.mx.test, a.mx.test, true",
    "*.mx.test, mx.test, false",
    "*.mx.test, a.b.mx.test, false",
    "*, mx.test, false"
  })
  void aWildcardIsOneLabel(String pattern, String host, boolean matches) {
    assertThat(ChainReading.matches(pattern, host)).isEqualTo(matches);
  }
}
