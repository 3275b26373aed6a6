package io.mailprobe.receiver.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mailprobe.receiver.ReceiverEvents.Deferral;
import io.mailprobe.receiver.ReceiverEvents.Refusal;
import io.mailprobe.receiver.harness.Lookups;
import io.mailprobe.receiver.harness.Peer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.internal.server.CommandHandler;

/**
 * Over a real socket: none of the faults that SubEthaSMTP 7.2.2 has by itself is one of ours. Where
 * a fault leaves the session in a wrong state, a second transaction on it must succeed.
 */
class ListenerTest {

  private static final String LARGE = ("x".repeat(70) + "\r\n").repeat(200);

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

  /** 1: it was answered 250 and taken for whole. */
  @ParameterizedTest
  @ValueSource(strings = {"BDAT 1000 LAST", "BDAT 1000", "DATA"})
  void contentCutOffByTheEndOfInputIsNoMessage(String command) {
    try (Peer peer = post.greet()) {
      begin(peer);
      peer.send(command);
      if (command.equals("DATA")) {
        peer.expect("354");
      }
      peer.raw("Subject: half\r\n\r\nof it").finish();
      peer.expectClosed();
    }
    assertThat(post.messages).isEmpty();
  }

  /** 2 and 3: the transaction stayed open, and what was left of the content was run as commands. */
  @Test
  void aMessageRefusedAtItsEndIsReadToItsEndAndForgotten() {
    try (Peer peer = post.greet()) {
      begin(peer);
      peer.ask("DATA", "354");
      peer.ask(LARGE + "QUIT\r\nMAIL FROM:<x@y.example>\r\n.", "552 5.3.4");
      peer.ask("RCPT TO:<ok@c.example>", "503 5.5.1");
      Post.deliver(peer, "Subject: second");
    }
    assertThat(post.messages).hasSize(1);
    assertThat(post.events.refusals).containsExactly(Refusal.SIZE, Refusal.COMMAND);
  }

  /** 2: the same for a message that cannot be kept now. */
  @Test
  void aMessageThatCannotBeKeptIsDeferredAndTheSessionGoesOn() {
    try (Peer peer = post.greet()) {
      post.keepBy(_ -> Optional.empty());
      begin(peer);
      peer.ask("DATA", "354");
      peer.ask("Subject: first\r\n.", "452 4.3.1");
      post.keepBy(_ -> Optional.of("it"));
      Post.deliver(peer, "Subject: second");
    }
    assertThat(post.events.deferrals).containsExactly(Deferral.JOURNAL);
  }

  /** 4: the chunk was not read, and its bytes were run as commands. */
  @Test
  void theChunkOfARefusedBdatIsReadAndNotRun() {
    try (Peer peer = post.greet()) {
      peer.raw("BDAT 6\r\nQUIT\r\nNOOP\r\n").expect("503 5.5.1");
      peer.expect("250 2.0.0");
      peer.ask("MAIL FROM:<a@b.example>", "250");
      peer.raw("BDAT 6 LAST\r\nQUIT\r\n").expect("554 5.5.1");
      peer.ask("RSET", "250");
      Post.deliver(peer, "Subject: second");
    }
  }

  /** 5: the lower case was refused and the chunk left unread. */
  @ParameterizedTest
  @ValueSource(strings = {"BDAT 13 last", "bdat 13 Last", "Bdat  13  LAST "})
  void chunksAreTakenInEitherCase(String command) {
    try (Peer peer = post.greet()) {
      begin(peer);
      peer.raw(command + "\r\nSubject: it\r\n").expect("250 2.0.0");
      assertThat(post.lastContent()).isEqualTo("Subject: it\r\n");
      Post.deliver(peer, "Subject: second");
    }
  }

  @Test
  void chunksMakeOneMessageByteForByte() {
    try (Peer peer = post.greet()) {
      begin(peer);
      peer.raw("BDAT 8\r\nSubject:").expect("250 2.0.0");
      peer.ask("RCPT TO:<ok2@c.example>", "503");
      peer.ask("DATA", "503");
      peer.raw("BDAT 11\r\n it\r\n\r\n.\r\n.").expect("250 2.0.0");
      peer.raw("BDAT 0 LAST\r\n").expect("250 2.0.0");
      assertThat(post.lastContent()).isEqualTo("Subject: it\r\n\r\n.\r\n.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BDAT", "BDAT x", "BDAT -1", "BDAT 5 FIRST", "BDAT 9999999999999999999"})
  void aBdatWhoseChunkHasNoEndEndsTheSession(String command) {
    try (Peer peer = post.greet()) {
      begin(peer);
      peer.raw(command + "\r\nQUIT\r\n").expect("501 5.5.4");
      peer.expect("421 4.7.0");
      peer.expectClosed();
    }
  }

  /** 6: nothing held the limit, and beyond it came a 421. */
  @Test
  void theSizeLimitHoldsForChunksToo() {
    try (Peer peer = post.greet()) {
      begin(peer);
      peer.raw("BDAT " + LARGE.length() + " LAST\r\n" + LARGE).expect("552 5.3.4");
      begin(peer);
      peer.raw("BDAT " + LARGE.length() + "\r\n" + LARGE).expect("552 5.3.4");
      peer.raw("BDAT 6 LAST\r\nQUIT\r\n").expect("503 5.5.1");
      Post.deliver(peer, "Subject: second");
    }
    assertThat(post.messages).hasSize(1);
  }

  @Test
  void aMessageOfExactlyTheLimitIsTaken() {
    String content = "x".repeat(98) + "\r\n";
    try (Peer peer = post.greet()) {
      begin(peer);
      peer.ask("DATA", "354");
      peer.ask(content.repeat(100) + ".", "250 2.0.0");
      assertThat(post.messages.getLast().size()).isEqualTo(10_000);
      begin(peer);
      peer.ask("DATA", "354");
      peer.ask(content.repeat(100) + "\r\n.", "552 5.3.4");
    }
  }

  /** 7: the size was read in the last place only, and a large one was a fault of the program. */
  @ParameterizedTest
  @CsvSource({
    "SIZE=10, 250",
    "size=10 body=8bitmime, 250",
    "BODY=8BITMIME SIZE=10000 SMTPUTF8, 250",
    "SIZE=0, 250",
    "SIZE=10001, 552 5.3.4",
    "SIZE=10001 BODY=7BIT, 552 5.3.4",
    "SIZE=99999999999, 552 5.3.4",
    "SIZE=99999999999999999999, 552 5.3.4",
    "SIZE=999999999999999999999, 501 5.5.4",
    "SIZE=ten, 501 5.5.4",
    "SIZE=-1, 501 5.5.4",
    "SIZE=, 501 5.5.4",
    "SIZE, 501 5.5.4",
    "SIZE=1 SIZE=1, 501 5.5.4",
    "BODY=BINARYMIME, 501 5.5.4",
    "RET=HDRS ENVID=QQ314159, 250",
    "RET=SOME, 501 5.5.4",
    "ENVID=a+2Bb, 250",
    "ENVID=a+2b, 501 5.5.4",
    "AUTH=<>, 555 5.5.4",
    "BY=100;R, 555 5.5.4",
    "XSHADOW=1, 555 5.5.4"
  })
  void parametersOfMailAreReadInAnyOrder(String parameters, String reply) {
    try (Peer peer = post.greet()) {
      peer.ask("MAIL FROM:<a@b.example> " + parameters, reply);
      peer.ask("RSET", "250");
      Post.deliver(peer, "Subject: second");
    }
  }

  /** 8: none of them reached anybody. */
  @Test
  void parametersAreHandedOn() {
    try (Peer peer = post.greet()) {
      peer.ask("MAIL FROM:<a@b.example> RET=HDRS ENVID=QQ314159 SIZE=100", "250");
      peer.ask("RCPT TO:<ok@c.example> NOTIFY=FAILURE,DELAY ORCPT=rfc822;ok+40c.example", "250");
      peer.ask("DATA", "354");
      peer.ask("Subject: it\r\n.", "250");
    }
    Envelope envelope = post.messages.getFirst().envelope();
    assertThat(envelope.parameters())
        .isEqualTo(Map.of("RET", "HDRS", "ENVID", "QQ314159", "SIZE", "100"));
    assertThat(envelope.recipients().getFirst().parameters())
        .isEqualTo(Map.of("NOTIFY", "FAILURE,DELAY", "ORCPT", "rfc822;ok+40c.example"));
    assertThat(envelope.describe())
        .isEqualTo(
            "MAIL FROM:<a@b.example> ENVID=QQ314159 RET=HDRS SIZE=100\n"
                + "RCPT TO:<ok@c.example> NOTIFY=FAILURE,DELAY ORCPT=rfc822;ok+40c.example");
  }

  /** 9: STARTTLS was offered again, and what was said before it stayed in force. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tlsBeginsTheSessionAnew(String version) {
    try (Peer peer = post.greet()) {
      peer.ask("MAIL FROM:<a@b.example>", "250");
      peer.startTls(version);
      peer.ask("MAIL FROM:<a@b.example>", "503 5.5.1");
      assertThat(peer.ask("EHLO peer.example.org", "250-"))
          .doesNotContain("STARTTLS")
          .contains("PIPELINING");
      peer.ask("STARTTLS", "503 5.5.1");
      Post.deliver(peer, "Subject: inside");
      peer.ask("QUIT", "221");
    }
  }

  /** What an attacker puts behind STARTTLS in clear text must not be run inside (CVE-2011-0411). */
  @Test
  void commandsInjectedBehindStarttlsAreForgotten() {
    try (Peer peer = post.greet()) {
      peer.raw("STARTTLS\r\nEHLO evil.example\r\nMAIL FROM:<evil@evil.example>\r\n").expect("220");
      peer.handshake("TLSv1.3");
      peer.ask("MAIL FROM:<a@b.example>", "503 5.5.1");
      peer.ask("EHLO peer.example.org", "250-");
      Post.deliver(peer, "Subject: inside");
    }
    assertThat(post.messages.getFirst().envelope().sender()).hasToString("Optional[a@b.example]");
  }

  /** 10: the peer's name was looked up, which takes as long as its name server likes. */
  @Test
  void nobodyIsLookedUp() {
    Logger library = (Logger) LoggerFactory.getLogger("org.subethamail");
    library.setLevel(Level.DEBUG); // At this level the library looks up names for its log.
    try (Peer peer = post.greet()) {
      peer.startTls("TLSv1.3");
      peer.ask("EHLO peer.example.org", "250");
      Post.deliver(peer, "Subject: it");
    } finally {
      library.setLevel(null);
    }
    assertThat(Lookups.OF_ADDRESSES).isEmpty();
    new InetSocketAddress("127.0.0.77", 25).getHostName();
    assertThat(Lookups.OF_ADDRESSES).as("the lookup is really watched").hasSize(1);
    Lookups.OF_ADDRESSES.clear();
  }

  /** 11: two hundred bad commands were answered, one after the other. */
  @Test
  void tooManyBadCommandsEndTheSession() {
    try (Peer peer = post.greet()) {
      for (int i = 0; i < Post.SMALL.badCommands(); i++) {
        peer.ask("NONSENSE", "500 5.5.1");
      }
      peer.ask("NONSENSE", "421 4.7.0");
      peer.expectClosed();
    }
    assertThat(post.events.refusals).hasSize(6).containsOnly(Refusal.COMMAND);
  }

  /** 13: an AUTH line of real length was refused for its length, and the session closed. */
  @Test
  void anAuthCommandOfRealLengthIsAnsweredLikeAShortOne() {
    try (Peer peer = post.greet()) {
      peer.ask("AUTH XOAUTH2 " + "dXNlcj1zb21lb25l".repeat(128), "502 5.5.1");
      Post.deliver(peer, "Subject: second");
    }
  }

  @Test
  void aLineLongerThanAnyCommandIsRefusedAndPassedOver() {
    try (Peer peer = post.greet()) {
      peer.ask("NOOP " + "x".repeat(20_000), "500 5.5.2");
      Post.deliver(peer, "Subject: second");
      peer.raw("x".repeat(70_000)).expect("500 5.5.2");
      peer.expect("421 4.7.0");
    }
  }

  /** 14: commands were taken out of order and in any form. */
  @Test
  void commandsOutOfOrderAreRefused() {
    try (Peer peer = post.connect()) {
      peer.expect("220");
      peer.ask("MAIL FROM:<a@b.example>", "503 5.5.1");
      peer.ask("EHLO peer.example.org", "250");
      peer.ask("RCPT TO:<ok@c.example>", "503 5.5.1");
      peer.ask("DATA", "503 5.5.1");
      peer.ask("MAIL FROM:<a@b.example>", "250");
      peer.ask("MAIL FROM:<a@b.example>", "503 5.5.1");
      peer.ask("DATA", "554 5.5.1");
      peer.ask("EHLO peer.example.org", "250");
      Post.deliver(peer, "Subject: second");
    }
  }

  /** 14: the form of a recipient was not looked at. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<ok@c.example>|250",
        "<\"ok\"@c.example>|250",
        "<\"ok @ >\"@c.example>|250",
        "<@relay.example,@other.example:ok@c.example>|250",
        "<ok@[192.0.2.1]>|250",
        "<ok@c.example> NOTIFY=NEVER|250",
        "<ok@c.example> notify=success,failure|250",
        " <ok@c.example>|250",
        "<nobody@c.example>|550 5.1.1",
        "<postmaster>|550 5.1.1",
        "<Postmaster@c.example>|550 5.1.1",
        "ok@c.example|501",
        "<ok@c.example|501",
        "<>|501",
        "<ok>|501",
        "<ok@>|501",
        "<@c.example>|501",
        "<ok@c.example>x|501",
        "<ok ok@c.example>|501",
        "<\"ok@c.example>|501",
        "<ok@c example>|501",
        "<ok@c.example> NOTIFY=SOMETIMES|501 5.5.4",
        "<ok@c.example> NOTIFY=NEVER,DELAY|501 5.5.4",
        "<ok@c.example> ORCPT=nobody|501 5.5.4",
        "<ok@c.example> SIZE=1|555 5.5.4",
        "<okö@c.example>|553 5.6.7",
      })
  void recipientsAreReadByTheirForm(String argument, String reply) {
    try (Peer peer = post.greet()) {
      peer.ask("MAIL FROM:<>", "250");
      String bytes =
          new String(argument.getBytes(UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1);
      peer.ask("RCPT TO:" + bytes, reply);
      peer.ask("RSET", "250");
      Post.deliver(peer, "Subject: second");
    }
  }

  @Test
  void addressesInUtf8AreTakenWhereTheyWereAnnounced() {
    try (Peer peer = post.greet()) {
      peer.ask("MAIL FROM:<caf\u00c3\u00a9@b.example>", "553 5.6.7");
      peer.ask("MAIL FROM:<caf\u00c3\u00a9@b.example> SMTPUTF8", "250");
      peer.ask("RCPT TO:<ok\u00c3\u00b6@c.example>", "250");
      peer.ask("DATA", "354");
      peer.ask("Subject: it\r\n.", "250");
    }
    assertThat(post.messages.getFirst().envelope().sender())
        .hasToString("Optional[café@b.example]");
  }

  @Test
  void parametersNeedEhlo() {
    try (Peer peer = post.connect()) {
      peer.expect("220");
      peer.ask("HELO peer.example.org", "250 mx.probe.example.net\n");
      peer.ask("MAIL FROM:<a@b.example> SIZE=1", "555 5.5.4");
      Post.deliver(peer, "Subject: it");
    }
  }

  /** 15: an option of the library took a check away. Ours has no options: every verb is ours. */
  @Test
  void noVerbOfTheLibraryIsLeft() {
    assertThat(Verbs.ALL.keySet()).containsAll(new CommandHandler().getVerbs());
  }

  /** 16: the session ended, and a stack trace went to the standard error stream. */
  @Test
  void aFaultOfOursIsAnsweredAndTheSessionGoesOn() {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, UTF_8));
    try (Peer peer = post.greet()) {
      post.keepBy(
          _ -> {
            throw new IllegalStateException("for this test");
          });
      begin(peer);
      peer.ask("DATA", "354");
      peer.ask("Subject: first\r\n.", "451 4.3.0");
      post.keepBy(_ -> Optional.of("it"));
      Post.deliver(peer, "Subject: second");
    } finally {
      System.setErr(before);
    }
    assertThat(post.events.deferrals).containsExactly(Deferral.INTERNAL);
    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  /** 17: with its log at DEBUG the library wrote down whatever the peer sent. */
  @Test
  void nothingThatAPeerSendsReachesTheLibrarysLog() {
    Logger library = (Logger) LoggerFactory.getLogger("org.subethamail");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    library.addAppender(log);
    library.setLevel(Level.DEBUG);
    try (Peer peer = post.greet()) {
      peer.ask("AUTH PLAIN c2VjcmV0", "502");
      peer.ask("c2VjcmV0", "500");
      peer.ask("QUIT", "221");
      peer.expectClosed();
    } finally {
      library.detachAppender(log);
      library.setLevel(null);
    }
    assertThat(List.copyOf(log.list))
        .isNotEmpty()
        .noneMatch(event -> event.getFormattedMessage().contains("c2VjcmV0"));
  }

  /** 18: an unknown verb was answered by the library, past everyone who counts. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ETRN example.org|500 5.5.1",
        "X|500 5.5.1",
        "OTHER|500 5.5.1",
        "MAILFROM:<a@b.example>|500 5.5.1",
        "''|500 5.5.1",
        "' NOOP'|500 5.5.1",
        "EXPN list|502 5.5.1",
        "VRFY|501 5.5.4",
        "DATA now|501 5.5.4",
        "RSET now|501 5.5.4",
        "QUIT now|501 5.5.4",
        "STARTTLS now|501 5.5.4",
        "EHLO|501 5.5.4",
        "EHLO two names|501 5.5.4",
        "MAIL|501 5.5.4",
        "MAIL TO:<a@b.example>|501 5.5.4",
        "MAIL FROM:<a>|501 5.1.7"
      })
  void badCommandsAreAnsweredAndCounted(String command, String reply) {
    try (Peer peer = post.greet()) {
      if (command.startsWith("DATA")) {
        begin(peer);
      }
      peer.ask(command, reply);
      peer.ask("RSET", "250");
      Post.deliver(peer, "Subject: second");
    }
    assertThat(post.events.refusals).containsExactly(Refusal.COMMAND);
  }

  @Test
  void politeCommandsAreAnswered() {
    try (Peer peer = post.greet()) {
      peer.ask("noop whatever", "250 2.0.0");
      peer.ask("VRFY ok@c.example", "252 2.1.5");
      peer.ask("HELP", "214 2.0.0");
      peer.ask("helo again.example", "250 mx.probe.example.net");
    }
    assertThat(post.events.refusals).isEmpty();
  }

  /** 19: the banner says what we are, and not what we are made of. */
  @Test
  void theBannerAndTheGreetingAreOurs() {
    try (Peer peer = post.connect()) {
      peer.expect("220 mx.probe.example.net ESMTP Mailprobe\n");
      assertThat(peer.ask("EHLO peer.example.org", "250-mx.probe.example.net\n"))
          .isEqualTo(
              """
              250-mx.probe.example.net
              250-PIPELINING
              250-SIZE 10000
              250-8BITMIME
              250-SMTPUTF8
              250-ENHANCEDSTATUSCODES
              250-DSN
              250-CHUNKING
              250 STARTTLS
              """);
    }
  }

  static void begin(Peer peer) {
    peer.ask("MAIL FROM:<a@b.example>", "250");
    peer.ask("RCPT TO:<ok@c.example>", "250");
  }
}
