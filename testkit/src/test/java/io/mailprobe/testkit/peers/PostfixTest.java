package io.mailprobe.testkit.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PostfixTest {

  @Test
  void aDeliveryIsReadFromItsLogLine() {
    String line =
        "Nov 22 07:29:39 postfix postfix/smtp[5737]: D933821E519: to=<probe+x@probe.example.net>,"
            + " relay=127.0.0.1[127.0.0.1]:2599, delay=0.042,"
            + " delays=0.029/0.012/0.00059/0.000091, dsn=2.0.0, status=sent (250 2.0.0 got it)";
    PostfixDelivery delivery = PostfixDelivery.parse(line).orElseThrow();
    assertThat(delivery.recipient()).isEqualTo("probe+x@probe.example.net");
    assertThat(delivery.delay()).isEqualTo(Duration.ofMillis(42));
    assertThat(delivery.transit()).isEqualTo(Duration.ofNanos(12_681_000));
    assertThat(delivery.status()).isEqualTo("sent");
    assertThat(delivery.reply()).isEqualTo("250 2.0.0 got it");
    assertThat(PostfixDelivery.parse(line.replace("to=<", "from=<"))).isEmpty();
  }

  @Test
  void aRealPostfixRelaysHoldsRefusesAndTellsHowLongItTook() throws Exception {
    Dialogue accepting = Dialogue.greeting().ehlo().transaction().quit();
    try (ScriptedPeer nextHop = ScriptedPeer.play(accepting);
        Postfix postfix = Postfix.start("probe.example.net", nextHop.port())) {
      assertThat(send(postfix).status()).isZero();
      Waiting.until("the first delivery", Duration.ofSeconds(20), () -> sent(postfix) == 1);
      PostfixDelivery delivery = postfix.deliveries().getFirst();
      assertThat(delivery.reply()).isEqualTo("250 2.0.0 Ok: queued as 12345");
      assertThat(delivery.delay()).isPositive().isLessThan(Duration.ofSeconds(20));
      assertThat(nextHop.messages()).hasSize(1);

      postfix.refuseRecipients("450 4.3.2 System not accepting network messages");
      assertThat(send(postfix).output()).contains("450 4.3.2").contains("not accepting");
      postfix.takeRecipients();

      postfix.hold();
      assertThat(send(postfix).status()).isZero();
      Waiting.until(
          "the message is held", Duration.ofSeconds(20), () -> postfix.deliveries().size() > 1);
      assertThat(nextHop.messages()).hasSize(1);
      postfix.release();
      Waiting.until("it is let go", Duration.ofSeconds(20), () -> sent(postfix) == 2);
    }
  }

  private static long sent(Postfix postfix) throws IOException {
    return postfix.deliveries().stream().filter(each -> each.status().equals("sent")).count();
  }

  private static Command send(Postfix postfix) throws IOException {
    return Command.run(
        Duration.ofSeconds(20),
        Command.require("swaks"),
        "--server",
        "127.0.0.1:" + postfix.port(),
        "--from",
        "a@example.net",
        "--to",
        "probe+x@probe.example.net");
  }
}
