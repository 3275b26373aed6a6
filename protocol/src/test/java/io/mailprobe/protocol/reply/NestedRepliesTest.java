package io.mailprobe.protocol.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NestedRepliesTest {

  @Test
  void theInnerReplyEndsWithItsBrackets() {
    List<SmtpReply> replies =
        NestedReplies.in(
            "450 4.4.317 Cannot establish session with remote server [Message=421 4.3.2 Service not"
                + " active [SJ5PEPF000001F2.mail.protection.outlook.com]]"
                + " [LastAttemptedServerName=mx.example.net] [LastAttemptedIP=192.0.2.1:25]"
                + " [BL02EPF00046C14.namprd07.prod.outlook.com 2026-07-07T15:48:53.514Z"
                + " 08DED27250BC5691]");
    assertThat(replies).hasSize(2);
    assertThat(replies.getFirst().code()).isEqualTo(450);
    assertThat(replies.getFirst().enhanced()).hasToString("Optional[4.4.317]");
    assertThat(replies.getFirst().text()).endsWith("08DED27250BC5691]");
    assertThat(replies.getLast())
        .hasToString("421 4.3.2 Service not active [SJ5PEPF000001F2.mail.protection.outlook.com]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          550 5.1.1 User unknown                                                | 550 5.1.1
          550 User unknown                                                      | 550
          421                                                                   | 421
          550 5.4.316 Message expired, connection refused(451 4.4.0 Refused)    | 550 5.4.316, 451 4.4.0
          550 5.1.351 Remote server returned unknown recipient -> 550 No user   | 550 5.1.351, 550
          host mx.example[192.0.2.1] said: 450 4.3.2 Busy (in reply to RCPT TO) | 450 4.3.2
          host mx.example[192.0.2.1] refused to talk to me: 421 Busy            | 421
          Server at mx.example returned '400 4.4.7 Message delayed'             | 400 4.4.7
          LED=450 4.4.318 Closed [Message=421 4.3.2 System not accepting]       | 450 4.4.318, 421 4.3.2
          connect to mx.example[192.0.2.1]:25: Connection refused               | ''
          delivery of 450 messages to 10.0.0.1 took 554 seconds                 | ''
          at 12:34:450 4.4.1 is no reply, nor is 1.450 4.4.1                    | ''
          """)
  void repliesAreFoundWhereverTheyStand(String text, String codes) {
    assertThat(NestedReplies.in(text))
        .extracting(reply -> reply.code() + reply.enhanced().map(status -> " " + status).orElse(""))
        .containsExactlyElementsOf(codes.isEmpty() ? List.of() : List.of(codes.split(", ")));
  }

  @Test
  void theLinesOfOneReplyAreNotRepliesInEachOther() {
    List<SmtpReply> replies =
        NestedReplies.in(
            "550-5.1.1 The account does not exist. Please try 550-5.1.1 double-checking the"
                + " address 550 5.1.1 or ask.");
    assertThat(replies).hasSize(1);
    assertThat(replies.getFirst().lines())
        .containsExactly(
            "5.1.1 The account does not exist. Please try",
            "5.1.1 double-checking the address",
            "5.1.1 or ask.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"450 4.4.1 [Message=", "450-4.4.1 ", "[", "450 ", "4.4.1", "\n"})
  void anyTextHasItsRepliesSoon(String piece) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertThat(NestedReplies.in(piece.repeat(20_000))).hasSizeLessThanOrEqualTo(10));
  }
}
