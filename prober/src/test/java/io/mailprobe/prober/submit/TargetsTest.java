package io.mailprobe.prober.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.simulator.dns.DnsServer;
import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Targets are resolved and tried as a mail server does it. */
class TargetsTest {

  private static final String SIX = "::1";
  private static final Dialogue GOOD = Dialogue.greeting().ehlo().transaction().quit();

  private final DnsServer dns =
      new DnsServer(Zone.empty(Duration.ZERO))
          .start(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
  private final EngineHarness harness = new EngineHarness(List.of(dns.address()), List.of());

  @AfterEach
  void close() {
    harness.close();
    dns.close();
  }

  @Test
  void theBestPreferenceIsTriedFirstAndTheNextWhenItIsDead() {
    try (ScriptedPeer peer = ScriptedPeer.on("127.0.1.2", 0, GOOD)) {
      dns.serve(
          zone()
              .mx("contoso.test", 20, "mx2.test")
              .mx("contoso.test", 10, "mx1.test")
              .address("mx1.test", "127.0.1.1")
              .address("mx2.test", "127.0.1.2"));
      SessionReport report = run(new Target.Mx("contoso.test", peer.port()));
      assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
      assertThat(report.frontEnd().map(FrontEnd::address)).contains("127.0.1.2");
      assertThat(report.target()).isEqualTo("mx:contoso.test:" + peer.port());
      assertThat(report.transcript().get(2).text())
          .isEqualTo("127.0.1.1:" + peer.port() + " connection refused");
    }
  }

  @Test
  void rotationBeginsWithAnotherOfEqualAddressesAndNeverWithAWorseOne() {
    try (ScriptedPeer one = ScriptedPeer.on("127.0.1.1", 0, GOOD);
        ScriptedPeer two = ScriptedPeer.on("127.0.1.2", one.port(), GOOD);
        ScriptedPeer _ = ScriptedPeer.on("127.0.1.3", one.port(), GOOD)) {
      dns.serve(
          zone()
              .mx("contoso.test", 10, "both.test")
              .mx("contoso.test", 20, "spare.test")
              .address("both.test", "127.0.1.2", "127.0.1.1")
              .address("spare.test", "127.0.1.3"));
      List<String> used =
          List.of(0, 1, 2, 3, -1).stream()
              .map(rotation -> rotated(one.port(), rotation).frontEnd().orElseThrow().address())
              .toList();
      assertThat(used)
          .containsExactly("127.0.1.1", "127.0.1.2", "127.0.1.1", "127.0.1.2", "127.0.1.2");
      assertThat(two.connections()).isEqualTo(3);
    }
  }

  @Test
  void aDomainWithoutMailServersIsItsOwn() {
    try (ScriptedPeer peer = ScriptedPeer.on("127.0.1.1", 0, GOOD)) {
      dns.serve(zone().address("contoso.test", "127.0.1.1"));
      assertThat(run(new Target.Mx("contoso.test", peer.port())).outcome())
          .isEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void aliasesAreFollowed() {
    try (ScriptedPeer peer = ScriptedPeer.on("127.0.1.1", 0, GOOD)) {
      dns.serve(zone().alias("smtp.test", "fe.test").address("fe.test", "127.0.1.1"));
      assertThat(run(new Target.Host("smtp.test", peer.port())).outcome())
          .isEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void aMailServerWithoutAnAddressIsPassedOver() {
    try (ScriptedPeer peer = ScriptedPeer.on("127.0.1.1", 0, GOOD)) {
      dns.serve(
          zone()
              .mx("contoso.test", 10, "gone.test")
              .mx("contoso.test", 20, "mx.test")
              .address("mx.test", "127.0.1.1"));
      SessionReport report = run(new Target.Mx("contoso.test", peer.port()));
      assertThat(report.outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(report.transcript().get(1).text()).contains("gone.test does not exist");
    }
  }

  @Test
  void whatDnsSaysIsToldApart() {
    dns.serve(
        zone()
            .nullMx("null.test")
            .failing("broken.test")
            .mx("empty.test", 10, "gone.test")
            .mx("mailonly.test", 10, "gone.test"));
    assertDnsFailed(new Target.Mx("null.test", 25), "null MX");
    assertDnsFailed(new Target.Mx("nowhere.test", 25), "nowhere.test does not exist (NXDOMAIN)");
    assertDnsFailed(new Target.Host("nowhere.test", 25), "nowhere.test does not exist (NXDOMAIN)");
    assertDnsFailed(new Target.Mx("broken.test", 25), "failed on broken.test (ServFail");
    assertDnsFailed(new Target.Host("broken.test", 25), "failed on broken.test (ServFail");
    assertDnsFailed(new Target.Mx("empty.test", 25), "gone.test does not exist");
    assertDnsFailed(new Target.Host("mailonly.test", 25), "mailonly.test has no address");
  }

  @Test
  void silentNameServersRunIntoThePhaseDeadline() {
    dns.serve(zone().silent("dead.test"));
    SessionReport report =
        harness.runAndPass(
            EngineHarness.to(new Target.Mx("dead.test", 25), TlsMode.NONE, new Auth.None()),
            "looking up mx:dead.test",
            Duration.ofSeconds(30));
    assertThat(report.outcome()).isEqualTo(Outcome.DNS_FAILED);
    assertThat(report.detail()).isEqualTo("no answer from the name servers within 30 s");
  }

  @Test
  void allAddressesDeadIsAFailureToConnectThatNamesEach() {
    dns.serve(zone().address("smtp.test", "127.0.1.1", "127.0.1.2"));
    SessionReport report = run(new Target.Host("smtp.test", 9));
    assertThat(report.outcome()).isEqualTo(Outcome.CONNECT_FAILED);
    assertThat(report.phase()).isEqualTo(Phase.CONNECT);
    assertThat(report.frontEnd()).isEmpty();
    assertThat(report.detail())
        .isEqualTo("no connection: 127.0.1.1:9 connection refused; 127.0.1.2:9 connection refused");
  }

  @Test
  void anAddressThatDoesNotAnswerIsLeftForTheNextAtThePhaseDeadline() throws IOException {
    // A full backlog: the kernel drops further SYNs, as a firewall would.
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.1.1"));
        ScriptedPeer peer = ScriptedPeer.on("127.0.1.2", full.getLocalPort(), GOOD);
        Backlog _ = new Backlog(full)) {
      dns.serve(zone().address("smtp.test", "127.0.1.1", "127.0.1.2"));
      SessionReport report =
          harness.runAndPass(
              EngineHarness.to(
                  new Target.Host("smtp.test", peer.port()), TlsMode.NONE, new Auth.None()),
              "connecting to 127.0.1.1:" + peer.port(),
              Duration.ofSeconds(30));
      assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
      assertThat(report.transcript().get(2).text()).contains("no answer within 30 s");
    }
  }

  @Test
  void theSessionsDeadlineEndsTheDialling() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.1.1"));
        Backlog _ = new Backlog(full)) {
      Deadlines session = new Deadlines(Duration.ofSeconds(30), Duration.ofSeconds(10));
      Target target = new Target.Host("127.0.1.1", full.getLocalPort());
      SessionReport report =
          harness.runAndPass(
              new Delivery(target, TlsMode.NONE, new Auth.None(), "prober.test", session),
              "connecting to " + target,
              Duration.ofSeconds(10));
      assertThat(report.outcome()).isEqualTo(Outcome.CONNECT_FAILED);
      assertThat(report.detail()).contains("no answer within the 10 s of the session");
    }
  }

  @Test
  void ipv6LiteralsAreTargetsToo() {
    try (ScriptedPeer peer = ScriptedPeer.on("::1", 0, GOOD)) {
      SessionReport report = run(new Target.Host("[::1]", peer.port()));
      assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
      assertThat(report.target()).isEqualTo("[::1]:" + peer.port());
      assertThat(report.frontEnd().orElseThrow().endpoint()).isEqualTo("[::1]:" + peer.port());
    }
  }

  @Test
  void theNameThatAnAddressWasFoundForIsNoted() {
    try (ScriptedPeer peer = ScriptedPeer.on("127.0.1.1", 0, GOOD)) {
      dns.serve(zone().mx("contoso.test", 10, "mx1.test").address("mx1.test", "127.0.1.1"));
      assertThat(run(new Target.Mx("contoso.test", peer.port())).transcript())
          .anyMatch(line -> line.text().equals("connected to mx1.test"));
    }
  }

  @Test
  void ipv4IsTriedFirstUnlessTold() {
    try (ScriptedPeer four = ScriptedPeer.on("127.0.1.1", 0, GOOD);
        ScriptedPeer _ = ScriptedPeer.on("::1", four.port(), GOOD)) {
      dns.serve(zone().address("smtp.test", "::1", "127.0.1.1").address("six.test", "::1"));
      assertThat(answering(AddressOrder.IPV4_FIRST, four.port())).contains("127.0.1.1");
      assertThat(answering(AddressOrder.IPV4, four.port())).contains("127.0.1.1");
      assertThat(answering(AddressOrder.IPV6_FIRST, four.port())).contains(SIX);
      assertThat(answering(AddressOrder.IPV6, four.port())).contains(SIX);
      SessionReport none = run(new Target.Host("six.test", four.port()), AddressOrder.IPV4);
      assertThat(none.outcome()).isEqualTo(Outcome.DNS_FAILED);
      assertThat(none.detail())
          .isEqualTo("none of the addresses is one of IPv4, as addresses asks");
    }
  }

  @Test
  void aBetterPreferenceComesBeforeTheFamily() {
    try (ScriptedPeer four = ScriptedPeer.on("127.0.1.1", 0, GOOD);
        ScriptedPeer _ = ScriptedPeer.on("::1", four.port(), GOOD)) {
      dns.serve(
          zone()
              .mx("contoso.test", 10, "four.test")
              .mx("contoso.test", 20, "six.test")
              .address("four.test", "127.0.1.1")
              .address("six.test", "::1"));
      Target target = new Target.Mx("contoso.test", four.port());
      assertThat(run(target, AddressOrder.IPV6_FIRST).frontEnd().map(FrontEnd::address))
          .contains("127.0.1.1");
    }
  }

  private Optional<String> answering(AddressOrder order, int port) {
    return run(new Target.Host("smtp.test", port), order).frontEnd().map(FrontEnd::address);
  }

  private SessionReport run(Target target, AddressOrder order) {
    return harness.run(
        new Delivery(
            target,
            TlsMode.NONE,
            new Auth.None(),
            Optional.empty(),
            order,
            "prober.test",
            EngineHarness.DEADLINES));
  }

  private static Zone zone() {
    return Zone.empty(Duration.ZERO);
  }

  private void assertDnsFailed(Target target, String detail) {
    SessionReport report = run(target);
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.DNS_FAILED);
    assertThat(report.phase()).isEqualTo(Phase.CONNECT);
    assertThat(report.detail()).contains(detail);
  }

  private SessionReport run(Target target) {
    return harness.run(EngineHarness.to(target, TlsMode.NONE, new Auth.None()));
  }

  private SessionReport rotated(int port, int rotation) {
    Delivery delivery =
        EngineHarness.to(new Target.Mx("contoso.test", port), TlsMode.NONE, new Auth.None());
    return EngineHarness.await(
        harness.engine.submit(
            new Submission(delivery, "", "a@b.test", EngineHarness.MESSAGE, rotation, _ -> {})));
  }
}
