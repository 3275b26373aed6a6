package io.mailprobe.protocol.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.Randomized;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NestedReplyTest {

  private static final String DETAILS =
      " [LastAttemptedServerName=mx.example.net] [LastAttemptedIP=192.0.2.25:25]"
          + " [SmtpSecurity=-2;-2] [BL02EPF00046C14.namprd07.prod.outlook.com"
          + " 2026-07-07T15:48:53.514Z 08DED27250BC5691]";

  @Test
  void theReplyWithinAndTheNextHopAreFound() {
    NestedReply reply =
        of("450 4.4.317 Cannot establish session [Message=421 4.3.2 Service not active]" + DETAILS);

    assertThat(reply.outer().enhanced()).hasToString("Optional[4.4.317]");
    assertThat(reply.inner()).hasToString("Optional[421 4.3.2 Service not active]");
    assertThat(reply.nextHop()).hasValue("mx.example.net");
    assertThat(reply.nextHopAddress()).hasValue("192.0.2.25:25");
    assertThat(Trailer.of(reply.outer().text()).flatMap(Trailer::session))
        .hasValue("08DED27250BC5691");
  }

  @Test
  void bracketsWithinTheReplyWithinAreItsOwn() {
    assertThat(
            of("450 4.4.317 x [Message=421 4.3.2 no [a.example.com 1 2] PRX8]" + DETAILS).inner())
        .hasToString("Optional[421 4.3.2 no [a.example.com 1 2] PRX8]");
  }

  @Test
  void aReplyThatIsCutOffIsReadAsFarAsItGoes() {
    assertThat(of("450 4.4.317 x [Message=421 4.3.2 The maximum num").inner())
        .hasToString("Optional[421 4.3.2 The maximum num]");
  }

  @Test
  void theInnermostReplyIsTheCause() {
    assertThat(
            of("450 4.4.317 x [Message=450 4.4.317 y [Message=421 4.3.2 z] [LastAttemptedIP=::1]]")
                .inner())
        .hasToString("Optional[421 4.3.2 z]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "550 5.1.351 Remote server returned unknown recipient -> 550 5.1.1 No | 550 5.1.1 No",
        "451 4.4.0 Primary target IP address responded with: \"421 4.4.2 Dropped.\" Attempted failover | 421 4.4.2 Dropped.",
        "450 4.4.0 host mx.example.net[192.0.2.1] said: 450 4.7.1 Later (in reply to RCPT TO command) | 450 4.7.1 Later (in reply to RCPT TO command)",
        "550 5.4.300 Message expired [Message=450 4.4.316 Connection refused] | 450 4.4.316 Connection refused",
        "550 5.4.300 x: it returned '421 can't' to us | 421 can't",
        "450 4.4.317 x [MESSAGE=421 4.3.2 no] y | 421 4.3.2 no"
      })
  void repliesAreQuotedInManyWays(String text, String inner) {
    assertThat(of(text).inner()).hasToString("Optional[" + inner + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "421 4.3.2 Service not active [a.example.com]",
        "450 4.4.316 Connection refused [Message=Socket error code 10061]",
        "450 4.4.317 x [Message=UntrustedRoot]",
        "450 4.2.0 Greylisted, see you in 450 seconds",
        "450 4.4.317 x [Message=]",
        "450 4.4.317 x [Message=421x]",
        "450 4.4.317 x [Message=621 no]"
      })
  void whatQuotesNoReplyHasNoneWithin(String text) {
    assertThat(of(text).inner()).isEmpty();
  }

  @Test
  void aMessageTraceIsRead() {
    NestedReply reply =
        read(
            "Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=421 4.3.2 Not"
                + " now]};{MSG=};{FQDN=contoso-com.mail.protection.outlook.com};{IP=52.101.1.1};"
                + "{LRT=6/3/2026 1:02:03 PM}]");

    assertThat(reply.outer())
        .hasToString("450 4.4.317 Cannot connect to remote server [Message=421 4.3.2 Not now]");
    assertThat(reply.inner()).hasToString("Optional[421 4.3.2 Not now]");
    assertThat(reply.nextHop()).hasValue("contoso-com.mail.protection.outlook.com");
    assertThat(reply.nextHopAddress()).hasValue("52.101.1.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "421 4.3.2 No | 421 4.3.2 No",
        "  421 4.3.2 No   | 421 4.3.2 No",
        "'421' | 421",
        "421-4.3.2 No | 421 4.3.2 No",
        "smtp;550 5.4.316 Message expired | 550 5.4.316 Message expired",
        "smtp; 550 5.4.316 Message expired | 550 5.4.316 Message expired",
        "Diagnostic-Code: smtp;550 5.4.316 Expired | 550 5.4.316 Expired",
        "\"421 4.3.2 No\" | 421 4.3.2 No",
        "{LED=421 4.3.2 No};{MSG=x} | 421 4.3.2 No",
        "LED=421 4.3.2 No | 421 4.3.2 No",
        "Server at X returned '550 5.4.317 Message expired' | 550 5.4.317 Message expired",
        "host mx[192.0.2.1] said: 450 4.7.1 Later | 450 4.7.1 Later",
        "the server told us 421 4.3.2 No | 421 4.3.2 No"
      })
  void aReplyIsReadAsPeopleHaveIt(String text, String outer) {
    assertThat(read(text).outer()).hasToString(outer);
  }

  @Test
  void severalLinesAreOneReply() {
    SmtpReply reply = read("421-4.3.2 one\r\n421-4.3.2 two\r\n421 three\n and more").outer();
    assertThat(reply.lines()).isEqualTo(List.of("4.3.2 one", "4.3.2 two", "three", "and more"));
    assertThat(reply.code()).isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "hello", "42", "4212 no", "4.3.2 no code", "999 no", "port 587 is shut"})
  void whatHoldsNoReplyIsNone(String text) {
    assertThat(NestedReply.read(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[message=",
        "[",
        "{led=",
        "-> ",
        "->421",
        "450 ",
        "450 4",
        "4 ",
        "said: ",
        " said: 450 [message=450 {led=",
        "[[[]",
        "\"'"
      })
  void aHostileTextIsReadInNoTime(String piece) {
    String text = "450 4.4.317 " + piece.repeat(400_000 / piece.length());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> {
          assertThat(NestedReply.of(SmtpReply.of(450, List.of(text))).outer().code())
              .isEqualTo(450);
          NestedReply.read(text.substring(12));
        });
  }

  @Test
  void anyTextHasAnAnswer() {
    Randomized.check(
        5_000,
        random -> {
          String text = Randomized.text(random, 120, "[]{}=4521. ->;MessageLEDsaid:'\n");
          Optional<NestedReply> read = NestedReply.read(text);
          assertThat(NestedReply.of(SmtpReply.of(450, List.of(text))).outer().text())
              .isEqualTo(text);
          read.ifPresent(reply -> assertThat(reply.outer().code()).isBetween(200, 599));
        });
  }

  private static NestedReply of(String text) {
    return NestedReply.of(
        SmtpReply.of(Integer.parseInt(text.substring(0, 3)), List.of(text.substring(4))));
  }

  private static NestedReply read(String text) {
    return NestedReply.read(text).orElseThrow();
  }
}
