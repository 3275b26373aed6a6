package io.mailprobe.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.TranscriptLine.Speaker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SessionReportTest {

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void anAcceptedInstantMeansAcceptedAndNothingElse(Outcome outcome) {
    Optional<Instant> instant = Optional.of(Instant.EPOCH);
    boolean accepted = outcome == Outcome.ACCEPTED;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> report(outcome, accepted ? Optional.empty() : instant));
    assertThatCode(() -> report(outcome, accepted ? instant : Optional.empty()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "421, BANNER, DEFERRED",
    "554, BANNER, REJECTED",
    "454, AUTH, DEFERRED",
    "535, AUTH, AUTH_FAILED",
    "554, END_OF_DATA, REJECTED",
    "432, DATA, DEFERRED"
  })
  void theFirstDigitDecidesWhateverTheEnhancedCode(int code, Phase phase, Outcome outcome) {
    assertThat(Outcome.ofRefusal(phase, SmtpReply.of(code, List.of("4.3.2 x")))).isEqualTo(outcome);
    assertThat(Outcome.ofRefusal(phase, SmtpReply.of(code, List.of("5.7.3 x")))).isEqualTo(outcome);
  }

  @Test
  void whatMayHaveBeenAcceptedIsNotTriedAgain() {
    assertThat(Outcome.UNCERTAIN.isRetried()).isFalse();
    assertThat(Outcome.ACCEPTED.isRetried()).isFalse();
    assertThat(Outcome.DEFERRED.isRetried()).isTrue();
    assertThat(Outcome.CLOSED.isRetried()).isTrue();
  }

  @Test
  void aTranscriptLineReadsAsPeopleReadIt() {
    TranscriptLine line =
        new TranscriptLine(Duration.ofMillis(61_012), Speaker.SERVER, "220 mx.example.net ESMTP");
    assertThat(line).hasToString("61.012 < 220 mx.example.net ESMTP");
  }

  private static SessionReport report(Outcome outcome, Optional<Instant> accepted) {
    return new SessionReport(
        "mx:contoso.com",
        Instant.EPOCH,
        Duration.ZERO,
        outcome,
        Phase.BANNER,
        Optional.empty(),
        accepted,
        "",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }
}
