package io.mailprobe.testkit.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import io.mailprobe.testkit.smtp.SmtpClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EximTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void aRealEximRelaysOneDomainAndSignsItsTraceLine() throws Exception {
    Dialogue accepting = Dialogue.greeting().ehlo().transaction().quit();
    try (ScriptedPeer nextHop = ScriptedPeer.play(accepting);
        Exim exim = Exim.start("probe.example.net", nextHop.port())) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), exim.port());
      try (SmtpClient client = SmtpClient.greeted(address)) {
        client.expect(250, "MAIL FROM:<a@example.net>");
        client.expect(550, "RCPT TO:<b@elsewhere.example.net>");
        client.expect(250, "RCPT TO:<probe+x@probe.example.net>");
        client.expect(354, "DATA");
        client.expect(250, "Subject: it\r\n\r\nbody\r\n.");
      }
      Waiting.until("it is relayed", PATIENCE, () -> nextHop.messages().size() == 1);
      assertThat(nextHop.messages().getFirst())
          .contains("Received: from ")
          .contains("by exim.example.net with esmtp");
      Waiting.until("it is logged", PATIENCE, () -> exim.log().contains(" Completed"));
    }
  }
}
