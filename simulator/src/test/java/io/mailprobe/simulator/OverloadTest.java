package io.mailprobe.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.server.ServerSettings;
import io.mailprobe.testkit.smtp.SmtpClient;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Servers that start anew or have too much to do, as a client meets them. */
class OverloadTest {

  @Test
  void aServerThatStartsResetsItsSessionsAndRefusesNewOnesWhileItIsAway() throws IOException {
    try (Bench bench = Bench.alone();
        SmtpClient there = SmtpClient.greeted(bench.frontEnd(0));
        SmtpClient elsewhere = SmtpClient.greeted(bench.frontEnd(1))) {
      bench
          .simulator
          .faults()
          .inject(
              new Fault.Restart(Duration.ofMinutes(2), Duration.ofSeconds(10)),
              Scope.frontEnd("127.0.11.1"),
              1);
      assertThatThrownBy(() -> there.expect(250, "NOOP")).isInstanceOf(IOException.class);
      elsewhere.expect(250, "NOOP");
      try (SmtpClient refused = SmtpClient.connect(bench.frontEnd(0))) {
        assertThat(refused.reply().toString()).startsWith("421 4.3.2 Service not active");
      }
      bench.time.advance(Duration.ofMinutes(2));
      assertThat(bench.inbound(0).isPositive()).isTrue();
    }
  }

  @Test
  void aServerWithTooMuchToDoTakesMailLateAndThenRefusesIt() throws IOException {
    ServerSettings servers = ServerSettings.busy().utilised(1.5).holding(20_000);
    try (Bench bench = new Bench(settings -> settings.withServers(servers), 1)) {
      bench.time.advance(Duration.ofMinutes(10));
      assertThat(bench.inbound(0).isPositive()).isTrue();
      bench.time.advance(Duration.ofMinutes(4));
      assertThat(bench.simulator.stats("amer").deferred())
          .as("6,000 are before it, at 20 a second; then nobody takes it")
          .isZero();
      bench.time.advance(Duration.ofMinutes(3));
      Eventually.holds(() -> bench.simulator.stats("amer").deferred() >= 1);
      bench.time.advance(Duration.ofMinutes(25));
      int refused = 0;
      for (int session = 0; session < 40; session++) {
        try (SmtpClient client = SmtpClient.connect(bench.frontEnd(0))) {
          refused += client.reply().code() == 421 ? 1 : 0;
        }
      }
      assertThat(refused).as("of 40 sessions").isPositive();
    }
  }
}
