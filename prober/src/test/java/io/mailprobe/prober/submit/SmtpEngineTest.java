package io.mailprobe.prober.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import org.junit.jupiter.api.Test;

class SmtpEngineTest {

  @Test
  void deliversAMessageAndReportsAllOfIt() {
    try (EngineHarness harness = new EngineHarness();
        ScriptedPeer peer =
            ScriptedPeer.play(Dialogue.greeting().ehlo("SIZE 1000").transaction().quit())) {
      SessionReport report = harness.run(peer);

      assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
      assertThat(report.phase()).isEqualTo(Phase.END_OF_DATA);
      assertThat(report.accepted()).contains(harness.time.wall());
      assertThat(report.reply()).hasToString("Optional[250 2.0.0 Ok: queued as 12345]");
      assertThat(report.frontEnd().orElseThrow().endpoint()).isEqualTo("127.0.0.1:" + peer.port());
      assertThat(report.frontEnd().orElseThrow().name()).contains("mx.test");
      assertThat(report.phases())
          .extracting(PhaseTiming::phase)
          .containsExactly(
              Phase.CONNECT,
              Phase.BANNER,
              Phase.EHLO,
              Phase.MAIL,
              Phase.RCPT,
              Phase.DATA,
              Phase.END_OF_DATA,
              Phase.QUIT);
      assertThat(report.phases().stream().filter(timing -> timing.reply().isEmpty()))
          .extracting(PhaseTiming::phase)
          .containsExactly(Phase.CONNECT);
      assertThat(report.transcript())
          .extracting(line -> line.from().mark() + " " + line.text())
          .containsExactly(
              "* looking up 127.0.0.1:" + peer.port(),
              "* connecting to 127.0.0.1:" + peer.port(),
              "* connected",
              "< 220 mx.test ESMTP",
              "> EHLO prober.test",
              "< 250-mx.test greets you",
              "< 250 SIZE 1000",
              "> MAIL FROM:<probe@contoso.test> SIZE=30",
              "< 250 2.1.0 Ok",
              "> RCPT TO:<probe+token@receiver.test>",
              "< 250 2.1.5 Ok",
              "> DATA",
              "< 354 End data with <CR><LF>.<CR><LF>",
              "> (30 bytes of message)",
              "< 250 2.0.0 Ok: queued as 12345",
              "> QUIT",
              "< 221 2.0.0 Bye");
      assertThat(peer.messages()).containsExactly("Subject: test\r\n\r\nhello\r\n..dot\r\n");
    }
  }
}
