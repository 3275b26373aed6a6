package io.mailprobe.protocol.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpReplyTest {

  /** What Exchange Online has been seen to say, by public reports, and what sloppy peers say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "421 | 4.3.2 Service not active [DB8PR03CA0005.eurprd03.prod.outlook.com] | 4.3.2 | false",
        "421 | 4.3.2 Service not available | 4.3.2 | false",
        "421 | 4.3.2 The maximum number of concurrent connections per resource forest has exceeded a limit, closing transmission channel. PRX8 | 4.3.2 | false",
        "421 | 4.3.2 System not accepting network messages | 4.3.2 | false",
        "432 | 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded [Hostname=OS0PR01MB6099.jpnprd01.prod.outlook.com] | 4.3.2 | false",
        "452 | 4.3.1 Insufficient system resources | 4.3.1 | false",
        "451 | 4.3.2 Temporary server error. Please try again later ATTR17 | 4.3.2 | false",
        "451 | 4.7.0 Temporary server error. Please try again later. PRX9 | 4.7.0 | false",
        "454 | 4.7.0 Temporary authentication failure | 4.7.0 | false",
        "451 | 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77714) | 4.7.500 | false",
        "451 | 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation | 4.7.650 | false",
        "450 | 4.4.317 Cannot establish session with remote server [Message=421 4.3.2 Service not active] | 4.4.317 | false",
        "420 | 4.2.0 Recipient deferred because there is no Mdb | 4.2.0 | false",
        "451 | 5.7.3 STARTTLS is required to send mail | 5.7.3 | true",
        "554 | 4.3.2 mailbox busy | 4.3.2 | true",
        "530 | 5.7.57 Client not authenticated to send anonymous mail during MAIL FROM | 5.7.57 | false",
        "535 | 5.7.139 Authentication unsuccessful, basic authentication is disabled. | 5.7.139 | false",
        "550 | 5.7.60 SMTP; Client does not have permissions to send as this sender | 5.7.60 | false",
        "554 | 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException | 5.2.0 | false",
        "550 | 5.4.1 Recipient address rejected: Access denied | 5.4.1 | false",
        "235 | 2.7.0 Authentication successful | 2.7.0 | false",
        "250 | 2.0.0 OK <id> [Hostname=SYBP282MB2635.AUSP282.PROD.OUTLOOK.COM] | 2.0.0 | false",
        // None at all, or something that only looks like one.
        "220 | SJ5PEPF000001F2.mail.protection.outlook.com Microsoft ESMTP | | false",
        "354 | Start mail input; end with <CRLF>.<CRLF> | | false",
        "421 | 4.3.2.1 is an address | | false",
        "421 | 4.3.2345 is a number | | false",
        "421 | 3.3.2 no such class | | false",
        "421 | Error 4.3.2 later in the text | | false",
        // Sloppy peers.
        "550 | '  5.1.1 two spaces' | 5.1.1 | false",
        "550 | 5.1.1 | 5.1.1 | false",
        "550 | 5.1.1: colon | 5.1.1 | false",
        "550 | '5.1.1. Full stop' | 5.1.1 | false"
      })
  void codeAndEnhancedCodeAreReadAsTheyStand(
      int code, String text, String enhanced, boolean disagrees) {
    SmtpReply reply = SmtpReply.of(code, List.of(text));
    assertThat(reply.enhanced().map(EnhancedStatus::toString))
        .isEqualTo(Optional.ofNullable(enhanced));
    assertThat(reply.disagrees()).isEqualTo(disagrees);
    assertThat(reply.isTransient()).isEqualTo(code / 100 == 4);
    assertThat(reply.isPermanent()).isEqualTo(code / 100 == 5);
  }

  @Test
  void theFirstLineThatHasAnEnhancedCodeGivesIt() {
    SmtpReply reply = SmtpReply.of(550, List.of("Sorry", "5.1.1 no", "5.7.1 such user"));
    assertThat(reply.enhanced()).contains(new EnhancedStatus(5, 1, 1));
    assertThat(reply).hasToString("550 Sorry 5.1.1 no 5.7.1 such user");
  }

  @Test
  void everyCodeIsOfExactlyOneKind() {
    for (int code = 200; code < 600; code++) {
      SmtpReply reply = SmtpReply.of(code, List.of(""));
      int kinds =
          (reply.isPositive() ? 1 : 0)
              + (reply.isIntermediate() ? 1 : 0)
              + (reply.isTransient() ? 1 : 0)
              + (reply.isPermanent() ? 1 : 0);
      assertThat(kinds).as("%d", code).isEqualTo(1);
      assertThat(reply).hasToString(Integer.toString(code));
    }
  }

  @Test
  void whatIsNoReplyCannotBeMade() {
    assertThatIllegalArgumentException().isThrownBy(() -> SmtpReply.of(199, List.of("")));
    assertThatIllegalArgumentException().isThrownBy(() -> SmtpReply.of(600, List.of("")));
    assertThatIllegalArgumentException().isThrownBy(() -> SmtpReply.of(250, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"4.3.2", "2.0.0", "5.999.999", "4.7.500"})
  void anEnhancedCodeComesBack(String text) {
    assertThat(EnhancedStatus.parse(text)).hasToString("Optional[" + text + "]");
  }

  @ParameterizedTest
  @CsvSource({"''", "4.3", "4.3.2.1", "3.0.0", "4.1000.0", "4.0.1000", "4..0", "' 4.3.2'", "a.b.c"})
  void anythingElseIsNoEnhancedCode(String text) {
    assertThat(EnhancedStatus.parse(text)).isEmpty();
  }
}
