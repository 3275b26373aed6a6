package io.mailprobe.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.report.DeliveryReport.Place;
import io.mailprobe.protocol.report.Notice;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.receiver.harness.Gate;
import io.mailprobe.receiver.harness.Probe;
import io.mailprobe.receiver.harness.Station;
import io.mailprobe.testkit.peers.Exim;
import io.mailprobe.testkit.peers.Postfix;
import io.mailprobe.testkit.peers.Waiting;
import io.mailprobe.testkit.smtp.SmtpClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reports as the real Postfix and the real Exim make them, each tied to its probe. */
@Timeout(180)
class RealReportsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String NO = "550 5.1.1 No such probe";
  private static final String NOT_NOW = "450 4.3.2 Service not active";

  @TempDir Path folder;
  private Station station;
  private Probe probe;

  @BeforeEach
  void open() {
    station = Station.in(folder);
    probe = station.probe();
  }

  @AfterEach
  void close() {
    station.close();
  }

  @Test
  void postfixSaysThatAProbeWasRefused() throws Exception {
    try (Gate gate = new Gate(station.port(), NO);
        Postfix postfix = Postfix.start(Probe.DOMAIN, gate.port())) {
      Notice notice = reportOn(postfix.port(), Action.FAILED);
      assertThat(notice.status()).hasToString("Optional[5.1.1]");
      assertThat(notice.innerReply().orElseThrow().toString()).startsWith(NO);
      assertThat(notice.reportingMta()).contains("postfix.example.net");
    }
  }

  @Test
  void postfixSaysThatAProbeIsDelayedAndThenThatItExpired() throws Exception {
    try (Gate gate = new Gate(station.port(), NOT_NOW);
        Postfix postfix =
            Postfix.start(
                Probe.DOMAIN,
                gate.port(),
                "delay_warning_time = 1s",
                "maximal_queue_lifetime = 8s",
                "bounce_queue_lifetime = 1h")) {
      Notice delay = reportOn(postfix.port(), Action.DELAYED);
      assertThat(delay.status()).hasToString("Optional[4.3.2]");
      assertThat(delay.innerReply().orElseThrow().toString()).startsWith(NOT_NOW);
      assertThat(delay.retryUntil()).isPresent();
      assertThat(delay.arrivalDate()).isPresent();
      Notice expiry = await(Action.EXPIRED);
      assertThat(expiry.innerReply().filter(SmtpReply::isTransient)).isPresent();
    }
  }

  @Test
  void eximSaysThatAProbeWasRefused() throws Exception {
    try (Gate gate = new Gate(station.port(), NO);
        Exim exim = Exim.start(Probe.DOMAIN, gate.port())) {
      Notice notice = reportOn(exim.port(), Action.FAILED);
      assertThat(notice.innerReply().orElseThrow().toString()).startsWith(NO);
      assertThat(notice.remoteAddress()).contains("127.0.0.1");
      assertThat(notice.reportingMta()).contains("exim.example.net");
    }
  }

  @Test
  void eximSaysThatAProbeIsDelayed() throws Exception {
    try (Gate gate = new Gate(station.port(), NOT_NOW);
        Exim exim = Exim.start(Probe.DOMAIN, gate.port(), "delay_warning = 2s")) {
      Notice notice = reportOn(exim.port(), Action.DELAYED);
      assertThat(notice.innerReply().orElseThrow().toString()).startsWith(NOT_NOW);
    }
  }

  @Test
  void eximSaysThatAProbeExpired() throws Exception {
    try (Gate gate = new Gate(station.port(), NOT_NOW);
        Exim exim = Exim.startWithRetries(Probe.DOMAIN, gate.port(), "F,3s,1s")) {
      Notice notice = reportOn(exim.port(), Action.EXPIRED);
      assertThat(notice.innerReply().orElseThrow().toString()).startsWith(NOT_NOW);
    }
  }

  /** Hands the probe in and waits until it is reported on like this. */
  private Notice reportOn(int port, Action action) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    String sender = new RecipientToken(Probe.KEYS).bounceLocalPart(probe.id()) + "@" + Probe.DOMAIN;
    try (SmtpClient client = SmtpClient.greeted(address)) {
      assertThat(client.transaction(sender, probe.recipient(), probe.message()).isPositive())
          .isTrue();
    }
    return await(action);
  }

  private Notice await(Action action) {
    try {
      Waiting.until("a report: " + action, PATIENCE, () -> !reports(action).isEmpty());
    } catch (AssertionError e) {
      throw new AssertionError(
          e.getMessage() + "\n" + station.events.reports + station.events.unverified, e);
    }
    DeliveryReport report = reports(action).getFirst();
    assertThat(report.probe()).isEqualTo(probe.id());
    assertThat(report.place()).isEqualTo(Place.REPORTED_RECIPIENT);
    assertThat(report.prober()).contains("emea-1");
    assertThat(report.notice().recipient()).contains(probe.recipient());
    assertThat(station.arrivals()).isEmpty();
    assertThat(station.page(Duration.ZERO).reports()).contains(report);
    return report.notice();
  }

  private List<DeliveryReport> reports(Action action) {
    return station.events.reports.stream()
        .filter(report -> report.notice().action() == action)
        .toList();
  }
}
