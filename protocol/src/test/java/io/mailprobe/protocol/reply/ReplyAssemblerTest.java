package io.mailprobe.protocol.reply;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.Randomized;
import io.mailprobe.protocol.reply.ReplyAssembler.Problem;
import io.mailprobe.protocol.reply.ReplyAssembler.Progress;
import io.mailprobe.protocol.reply.ReplyAssembler.Progress.Complete;
import io.mailprobe.protocol.reply.ReplyAssembler.Progress.Malformed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyAssemblerTest {

  private final ReplyAssembler assembler = new ReplyAssembler();

  @Test
  void aReplyIsCompleteWithItsLastByteAndNotBefore() {
    String text = "421 4.3.2 Service not active\r\n";
    for (int i = 0; i < text.length() - 1; i++) {
      assertThat(assembler.accept((byte) text.charAt(i))).isInstanceOf(Progress.MoreNeeded.class);
      assertThat(assembler.partial()).isEqualTo(text.substring(0, i + 1).strip());
    }
    assertThat(assembler.accept((byte) '\n'))
        .isEqualTo(new Complete(SmtpReply.of(421, List.of("4.3.2 Service not active"))));
    assertThat(assembler.partial()).isEmpty();
  }

  @Test
  void severalLinesAreOneReply() {
    SmtpReply reply = only("250-mx.example.net Hello\r\n250-PIPELINING\r\n250-\r\n250 SIZE 10\r\n");
    assertThat(reply.lines()).containsExactly("mx.example.net Hello", "PIPELINING", "", "SIZE 10");
    assertThat(reply.mixedCodes()).isFalse();
  }

  @Test
  void repliesThatComeInOnePieceAreToldApart() {
    assertThat(replies("250 a\r\n250 b\r\n354 c\r\n"))
        .extracting(SmtpReply::toString)
        .containsExactly("250 a", "250 b", "354 c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"250\r\n", "250\n", "250 \r\n", "250\r\r\n"})
  void aBareCodeIsAReplyWithoutText(String text) {
    assertThat(only(text).lines()).containsExactly("");
  }

  @Test
  void bareLineFeedsEndLinesToo() {
    assertThat(only("250-a\n250 b\n").lines()).containsExactly("a", "b");
  }

  @Test
  void mixedCodesAreKeptAndTheLastDecides() {
    SmtpReply reply = only("250-fine\r\n451-4.7.0 not fine\r\n421 4.3.2 go away\r\n");
    assertThat(reply.code()).isEqualTo(421);
    assertThat(reply.mixedCodes()).isTrue();
    assertThat(reply.enhanced()).contains(new EnhancedStatus(4, 3, 2));
    assertThat(only("250 next\r\n").mixedCodes()).as("the next reply begins anew").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "25\r\n",
        "2500 ok\r\n",
        "150 ok\r\n",
        "650 ok\r\n",
        "abc ok\r\n",
        "250_ok\r\n",
        " 250 ok\r\n",
        "+OK POP3 ready\r\n",
        "* OK IMAP4 ready\r\n",
        "HTTP/1.1 400 Bad Request\r\n",
        "\u0015\u0003\u0003\u0000\u0002\u0002\n",
        "\u0662\u0665\u0660 ok\n"
      })
  void whatIsNoReplyLineIsNamed(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    assertThat(last(text))
        .isEqualTo(
            new Malformed(Problem.NOT_A_REPLY_LINE, new String(bytes, ISO_8859_1).stripTrailing()));
  }

  @Test
  void garbageInTheMiddleShowsWhatCameBefore() {
    assertThat(last("250-fine\r\ngarbage\r\n"))
        .isEqualTo(new Malformed(Problem.NOT_A_REPLY_LINE, "250-fine garbage"));
  }

  @Test
  void ofMixedCodesTheEnhancedCodeIsThatOfTheLineThatDecides() {
    assertThat(only("250-2.0.0 Fine\r\n421 4.3.2 Not fine\r\n").enhanced())
        .contains(new EnhancedStatus(4, 3, 2));
    assertThat(only("421-4.3.2 Not fine\r\n450 Nor that\r\n").enhanced())
        .contains(new EnhancedStatus(4, 3, 2));
  }

  @Test
  void halfAReplyIsEvidence() {
    assertThat(last("421-4.3.2 Service\r\n421 not ac")).isInstanceOf(Progress.MoreNeeded.class);
    assertThat(assembler.partial()).isEqualTo("421-4.3.2 Service 421 not ac");
  }

  @Test
  void aLineOf100kBIsAReplyOfWhichTheBeginningIsKept() {
    SmtpReply reply = only("421 4.3.2 " + "x".repeat(100_000) + "\r\n");
    assertThat(reply.enhanced()).contains(new EnhancedStatus(4, 3, 2));
    assertThat(reply.toString()).hasSize(ReplyAssembler.MAX_LINE_LENGTH);
  }

  @Test
  void of100kBOfLinesTheFirstAndTheLastAreKept() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append("421-line ").append(i).append("\r\n");
    }
    SmtpReply reply = only(text + "421 the end\r\n");
    assertThat(reply.lines()).hasSize(ReplyAssembler.MAX_LINES).contains("line 98");
    assertThat(reply.lines().getLast()).isEqualTo("the end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "250-x\r\n", "2"})
  void aPeerThatNeverEndsIsCutOffWithBoundedEvidence(String piece) {
    String text = piece.repeat(ReplyAssembler.MAX_REPLY_BYTES / piece.length() + 1);
    assertThat(last(text))
        .isInstanceOfSatisfying(
            Malformed.class,
            malformed -> {
              assertThat(malformed.problem()).isEqualTo(Problem.TOO_LONG);
              assertThat(malformed.evidence())
                  .hasSizeLessThanOrEqualTo(2_000)
                  .startsWith("" + piece.charAt(0));
            });
  }

  @Test
  void theByteLimitIsOfOneReplyNotOfTheSession() {
    String reply = "250 " + "x".repeat(1_000) + "\r\n";
    assertThat(replies(reply.repeat(1_100))).hasSize(1_100);
  }

  @Test
  void noByteIsLost() {
    byte[] all = new byte[260];
    System.arraycopy("250 ".getBytes(ISO_8859_1), 0, all, 0, 4);
    for (int i = 0; i < 256; i++) {
      all[4 + i] = (byte) (i == '\n' ? ' ' : i);
    }
    String text = new String(all, ISO_8859_1);
    assertThat(only(text + "\r\n").text()).isEqualTo(text.substring(4));
  }

  @Test
  void anyBytesLeadToARightProgress() {
    Randomized.check(
        20_000,
        random -> {
          ReplyAssembler fresh = new ReplyAssembler();
          String text = Randomized.text(random, 120, "2450 -\r\n.x");
          for (byte b : text.getBytes(ISO_8859_1)) {
            switch (fresh.accept(b)) {
              case Progress.MoreNeeded _ -> {}
              case Complete complete -> assertThat(complete.reply().code()).isBetween(200, 599);
              case Malformed malformed -> {
                assertThat(malformed.evidence().length()).isLessThanOrEqualTo(2_000);
                return;
              }
            }
          }
        });
  }

  @Test
  void whatIsPrintedIsReadBackWhereverItIsCut() {
    Randomized.check(
        2_000,
        random -> {
          int code = 200 + random.nextInt(400);
          List<String> lines = new ArrayList<>();
          for (int n = 1 + random.nextInt(5); n > 0; n--) {
            lines.add(Randomized.text(random, 30, "4.32 abc-").replaceAll("[^ -~]", "?"));
          }
          StringBuilder wire = new StringBuilder();
          for (int i = 0; i < lines.size(); i++) {
            String separator = i == lines.size() - 1 ? " " : "-";
            wire.append(code).append(separator).append(lines.get(i)).append("\r\n");
          }
          assertThat(replies(wire.toString())).containsExactly(SmtpReply.of(code, lines));
        });
  }

  private SmtpReply only(String text) {
    List<SmtpReply> replies = replies(text);
    assertThat(replies).hasSize(1);
    return replies.getFirst();
  }

  private List<SmtpReply> replies(String text) {
    List<SmtpReply> replies = new ArrayList<>();
    for (byte b : text.getBytes(ISO_8859_1)) {
      switch (assembler.accept(b)) {
        case Progress.MoreNeeded _ -> {}
        case Complete complete -> replies.add(complete.reply());
        case Malformed malformed -> throw new AssertionError(malformed);
      }
    }
    assertThat(assembler.partial()).isEmpty();
    return replies;
  }

  private Progress last(String text) {
    Progress progress = new Progress.MoreNeeded();
    for (byte b : text.getBytes(ISO_8859_1)) {
      progress = assembler.accept(b);
      if (progress instanceof Malformed) {
        return progress;
      }
    }
    return progress;
  }
}
