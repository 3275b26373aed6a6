package io.mailprobe.prober.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {

  @Test
  void fallsBackToHeloOnceWhereEhloIsUnknown() {
    Conversation talk = conversation(TlsMode.NONE, new Login.Anonymous());
    assertSays(talk, "220 old.test", "EHLO prober.test");
    assertSays(talk, "502 5.5.1 unknown", "HELO prober.test");
    assertSays(talk, "250 old.test", "MAIL FROM:<>");

    Conversation stubborn = conversation(TlsMode.NONE, new Login.Anonymous());
    assertSays(stubborn, "220 old.test", "EHLO prober.test");
    assertSays(stubborn, "500 unknown", "HELO prober.test");
    assertEnds(stubborn, "500 unknown", Outcome.REJECTED, Phase.EHLO);
  }

  @Test
  void heloOffersNeitherTlsNorAuth() {
    Conversation tls = conversation(TlsMode.STARTTLS, new Login.Anonymous());
    assertSays(tls, "220 old.test", "EHLO prober.test");
    assertSays(tls, "502 unknown", "HELO prober.test");
    assertEnds(tls, "250-old.test\n250 STARTTLS", Outcome.TLS_FAILED, Phase.STARTTLS);

    Conversation auth = conversation(TlsMode.NONE, new Login.Password("me", "secret"));
    assertSays(auth, "220 old.test", "EHLO prober.test");
    assertSays(auth, "504 unknown", "HELO prober.test");
    assertEnds(auth, "250 AUTH PLAIN", Outcome.AUTH_FAILED, Phase.AUTH);
  }

  @Test
  void whatWasOfferedBeforeTlsIsForgotten() {
    Conversation talk = conversation(TlsMode.STARTTLS, new Login.Password("me", "secret"));
    assertSays(talk, "220 mx.test", "EHLO prober.test");
    assertSays(talk, "250-mx.test\n250-AUTH PLAIN\n250 STARTTLS", "STARTTLS");
    assertThat(talk.replied(reply("220 go"))).isEqualTo(new Step.Handshake());
    assertThat(talk.secured())
        .isEqualTo(new Step.Say(Phase.TLS_EHLO, "EHLO prober.test", "EHLO prober.test"));
    assertEnds(talk, "250-mx.test\n250 SIZE", Outcome.AUTH_FAILED, Phase.AUTH);
  }

  @Test
  void anyGoodReplyToRcptWillDo() {
    Conversation talk = conversation(TlsMode.NONE, new Login.Anonymous());
    assertSays(talk, "220 mx.test", "EHLO prober.test");
    assertSays(talk, "250-mx.test\n250 size 1000", "MAIL FROM:<> SIZE=4");
    assertSays(talk, "250 ok", "RCPT TO:<to@b.test>");
    assertSays(talk, "251 will forward", "DATA");
    assertThat(talk.replied(reply("354 go"))).isInstanceOf(Step.SayMessage.class);
    assertEnds(talk, "250 ok", Outcome.ACCEPTED, Phase.END_OF_DATA);
  }

  @Test
  void aServerThatClosesInsteadOfStartingTlsDefersEvenIfTlsIsOptional() {
    Conversation talk = conversation(TlsMode.OPPORTUNISTIC, new Login.Anonymous());
    assertSays(talk, "220 mx.test", "EHLO prober.test");
    assertSays(talk, "250-mx.test\n250 starttls", "STARTTLS");
    assertEnds(talk, "421 4.3.2 Service not active", Outcome.DEFERRED, Phase.STARTTLS);
  }

  private static Conversation conversation(TlsMode tls, Login login) {
    Delivery delivery = EngineHarness.to(new Target.Host("mx.test", 25), tls, new Auth.None());
    return new Conversation(
        Order.of(new Submission(delivery, "", "to@b.test", "hi", 0, _ -> {})), login);
  }

  private static void assertSays(Conversation talk, String reply, String line) {
    assertThat(talk.replied(reply(reply))).isEqualTo(new Step.Say(talk.phase(), line, line));
  }

  private static void assertEnds(Conversation talk, String reply, Outcome outcome, Phase phase) {
    assertThat(talk.replied(reply(reply)))
        .isInstanceOfSatisfying(
            Step.End.class,
            end -> {
              assertThat(end.ending().outcome()).isEqualTo(outcome);
              assertThat(end.ending().phase()).isEqualTo(phase);
            });
  }

  private static SmtpReply reply(String lines) {
    List<String> texts = lines.lines().map(line -> line.substring(4)).toList();
    return SmtpReply.of(Integer.parseInt(lines.substring(0, 3)), texts);
  }
}
