package io.mailprobe.receiver.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.receiver.harness.Peer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where content ends, what is kept of it, and where commands end. */
class ContentTest {

  @TempDir static Path shared;
  private Post post;

  @BeforeEach
  void open() {
    post = Post.in(shared, Post.SMALL);
  }

  @AfterEach
  void close() {
    post.close();
  }

  /** SMTP smuggling: what follows a false end must stay content. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\n.\\n",
        "\\n.\\r\\n",
        "\\r\\n.\\n",
        "\\r.\\r",
        "\\r\\n.\\r",
        "\\r\\n.\\r\\r\\n",
        "\\r.\\r\\n",
        "\\n\\n.\\r\\n",
        "\\r\\n\\0.\\r\\n",
        "\\r\\n. \\r\\n",
        "\\r\\n.\\r\\0\\n"
      })
  void onlyCrlfDotCrlfEndsContent(String written) {
    String end = written.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
    try (Peer peer = post.greet()) {
      ListenerTest.begin(peer);
      peer.ask("DATA", "354");
      peer.raw("Subject: first\r\n\r\ntext" + end + "MAIL FROM:<evil@evil.example>\r\n");
      peer.raw("RCPT TO:<ok@c.example>\r\nDATA\r\nSubject: smuggled\r\n.\r\n").expect("250 2.0.0");
      Post.deliver(peer, "Subject: second");
    }
    assertThat(post.messages).hasSize(2);
    assertThat(post.messages).noneMatch(m -> m.envelope().sender().toString().contains("evil"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a\\r\\n..\\r\\nb|a\\r\\n.\\r\\nb",
        "..|.",
        "...|..",
        ".a|a",
        "a\\r\\n..b|a\\r\\n.b",
        "a.\\r\\nb|a.\\r\\nb",
        "\\r\\n|\\r\\n"
      })
  void dotStuffingIsUndone(String sent, String kept) {
    try (Peer peer = post.greet()) {
      Post.deliver(peer, sent.replace("\\r", "\r").replace("\\n", "\n"));
      String expected = kept.replace("\\r", "\r").replace("\\n", "\n") + "\r\n";
      assertThat(post.lastContent()).isEqualTo(expected);
    }
  }

  @Test
  void contentMayBeEmpty() {
    try (Peer peer = post.greet()) {
      ListenerTest.begin(peer);
      peer.ask("DATA", "354");
      peer.ask(".", "250 2.0.0");
      assertThat(post.messages.getFirst().size()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"a\\nb, 1", "a\\rb, 1", "a\\r\\rb, 2", "\\n\\n, 2", "a\\r\\nb, 0", "a\\r\\n\\nb, 1"})
  void bareLineEndsAreTakenAndCounted(String sent, long bare) {
    try (Peer peer = post.greet()) {
      String content = sent.replace("\\r", "\r").replace("\\n", "\n");
      Post.deliver(peer, content);
      assertThat(post.lastContent()).isEqualTo(content + "\r\n");
      assertThat(post.messages.getFirst().bareLineEnds()).isEqualTo(bare);
    }
  }

  /** Each is one faulty line, so that nothing behind the bare line end is a command of its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {"NOOP\nQUIT\r\n", "NOOP\rQUIT\r\n", "NOOP\r\r\n", "NO\0OP\r\n", "NOOP \u00ff\r\n"})
  void aLineThatIsNoneIsRefusedAsAWhole(String line) {
    try (Peer peer = post.greet()) {
      peer.raw(line).expect("500 5.5.2");
      Post.deliver(peer, "Subject: second");
    }
  }

  @Test
  void aPeerThatEndsItsLinesWithLfGetsAnAnswerToEach() {
    try (Peer peer = post.connect()) {
      peer.expect("220");
      for (int i = 0; i < Post.SMALL.badCommands(); i++) {
        peer.raw("EHLO peer.example.org\n").expect("500 5.5.2");
      }
      peer.raw("QUIT\n").expect("421 4.7.0");
    }
  }

  @Test
  void aWholeTransactionInOnePacketIsAnsweredInOrder() {
    try (Peer peer = post.greet()) {
      peer.raw(
          "MAIL FROM:<a@b.example>\r\nRCPT TO:<no@c.example>\r\nRCPT TO:<ok@c.example>\r\nDATA\r\n");
      peer.expect("250 2.1.0");
      peer.expect("550 5.1.1");
      peer.expect("250 2.1.5");
      peer.expect("354");
      peer.raw("Subject: it\r\n.\r\nRSET\r\nQUIT\r\n");
      peer.expect("250 2.0.0");
      peer.expect("250 2.0.0");
      peer.expect("221");
      peer.expectClosed();
    }
    assertThat(post.messages.getFirst().envelope().recipients()).hasSize(1);
  }

  @Test
  void oneByteAtATimeIsTheSame() {
    try (Peer peer = post.greet()) {
      for (char c : "MAIL FROM:<a@b.example>\r\nRCPT TO:<ok@c.example>\r\nDATA\r\n".toCharArray()) {
        peer.raw(String.valueOf(c));
      }
      peer.expect("250");
      peer.expect("250");
      peer.expect("354");
      for (char c : "Subject: it\r\n\r\n..\r\n.\r\n".toCharArray()) {
        peer.raw(String.valueOf(c));
      }
      peer.expect("250 2.0.0");
      assertThat(post.lastContent()).isEqualTo("Subject: it\r\n\r\n.\r\n");
    }
  }
}
