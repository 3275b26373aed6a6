package io.mailprobe.prober.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.Samples;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportJsonTest {

  private static final Instant AT = Instant.parse("2026-06-02T13:03:00.123456789Z");

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void everyReportComesBackAsItWas(Outcome outcome) {
    SessionReport report = Samples.report(outcome, AT);
    assertThat(ReportJson.parse(ReportJson.print(report))).contains(report);
  }

  /** All but what takes the room, whether that comes last or, of another version, first. */
  @ParameterizedTest
  @EnumSource(Outcome.class)
  void aGlanceLeavesOutPhasesAndDialogue(Outcome outcome) {
    SessionReport report = Samples.report(outcome, AT);
    String text = ReportJson.print(report);
    SessionReport glance = ReportJson.glance(text).orElseThrow();
    assertThat(glance.phases()).isEmpty();
    assertThat(glance.transcript()).isEmpty();
    assertThat(glance)
        .usingRecursiveComparison()
        .ignoringFields("phases", "transcript")
        .isEqualTo(report);
    assertThat(ReportJson.glance(text.replaceFirst("\\{", "{\"transcript\":[{}],\"colour\":{},")))
        .contains(glance);
    assertThat(ReportJson.glance(text.replace(",\"ownFault\":false", ""))).contains(glance);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "7", "{}", "{\"outcome\":\"DEFERRED\"}", "{\"target\":"})
  void aGlanceAtAnythingElseIsNone(String text) {
    assertThat(ReportJson.glance(text)).isEmpty();
  }

  @Test
  void aReportWithoutAnythingOptionalComesBackAsItWas() {
    SessionReport bare =
        new SessionReport(
            "mx:contoso.example",
            AT,
            Duration.ZERO,
            Outcome.DNS_FAILED,
            Phase.CONNECT,
            Optional.empty(),
            Optional.empty(),
            "",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());
    assertThat(ReportJson.parse(ReportJson.print(bare))).contains(bare);
  }

  @Test
  void whatIsDerivedIsNotWritten() {
    assertThat(ReportJson.print(Samples.report(Outcome.DEFERRED, AT)))
        .doesNotContain("transient")
        .doesNotContain("forest");
  }

  @Test
  void aReportOfBeforeThereWasAWordForOurOwnFaultsIsRead() {
    SessionReport report = Samples.report(Outcome.DEFERRED, AT);
    String older = ReportJson.print(report).replace(",\"ownFault\":false", "");
    assertThat(older).doesNotContain("ownFault");
    assertThat(ReportJson.parse(older)).contains(report);
  }

  @Test
  void fieldsOfANewerVersionArePassedOver() {
    String newer =
        ReportJson.print(Samples.report(Outcome.ACCEPTED, AT))
            .replaceFirst("\\{", "{\"colour\":{\"deep\":[1]},");
    assertThat(ReportJson.parse(newer)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{}",
        "{\"target\":null}",
        "{\"target\":\"x\",\"started\":\"yesterday\"}",
        "nonsense"
      })
  void whatIsNotAReportIsNone(String text) {
    assertThat(ReportJson.parse(text)).isEmpty();
  }

  @Test
  void noDamageEverThrows() {
    String whole = ReportJson.print(Samples.report(Outcome.DEFERRED, AT));
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      StringBuilder damaged = new StringBuilder(whole);
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(3)) {
        case 0 -> damaged.setLength(at);
        case 1 -> damaged.deleteCharAt(at);
        default -> damaged.setCharAt(at, (char) (' ' + random.nextInt(95)));
      }
      Optional<SessionReport> read = ReportJson.parse(damaged.toString());
      // What is read is whole: nothing in it is null, so it can be printed and shown.
      read.ifPresent(report -> assertThat(report.frontEnd().flatMap(FrontEnd::forest)).isEmpty());
    }
  }
}
