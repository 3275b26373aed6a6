package io.mailprobe.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.Fault.TokenFailure.Refusal;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.fault.Injection;
import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.policy.TenantSetting;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the simulator owns of the world around its front ends fails as its faults say. */
class WorldFaultsTest {

  private static final int SERVER_FAILURE = 2;
  private static final int DEADLINE_MILLIS = 10_000;

  private Bench bench;
  private FaultBoard faults;

  @BeforeEach
  void start() throws IOException {
    bench = Bench.alone();
    faults = bench.simulator.faults();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theNamesOfOneRegionFailAndComeBack() throws IOException {
    Zone whole = bench.simulator.names().zone();
    Injection fault = faults.inject(new Fault.NameFailure(false), Scope.region("amer"), 1);
    assertThat(code("amer.contoso.example")).isEqualTo(SERVER_FAILURE);
    assertThat(code("smtp-amer.office365.example")).isEqualTo(SERVER_FAILURE);
    assertThat(code("emea.contoso.example")).isZero();
    assertThat(code("mx.probe.example")).isZero();
    Injection all = faults.inject(new Fault.NameFailure(false), Scope.everywhere(), 1);
    assertThat(code("mx.probe.example")).isEqualTo(SERVER_FAILURE);
    faults.end(fault);
    assertThat(code("amer.contoso.example")).isEqualTo(SERVER_FAILURE);
    faults.end(all);
    assertThat(code("amer.contoso.example")).isZero();
    assertThat(bench.simulator.names().zone()).isSameAs(whole);
  }

  @Test
  void aSecretThatHasExpiredIsGoodAgainWhenTheFaultEnds() {
    Injection fault =
        faults.inject(new Fault.TokenFailure(Refusal.SECRET_EXPIRED), Scope.everywhere(), 1);
    assertThat(bench.simulator.tenantSettings().isBroken(TenantSetting.CLIENT_SECRET)).isTrue();
    faults.inject(new Fault.ReceiverDown(), Scope.everywhere(), 1);
    assertThat(bench.simulator.tenantSettings().isBroken(TenantSetting.CLIENT_SECRET)).isTrue();
    faults.end(fault);
    assertThat(bench.simulator.tenantSettings().isBroken(TenantSetting.CLIENT_SECRET)).isFalse();
  }

  /** The response code of the name server to a question for an address (RFC 1035 4.1). */
  private int code(String name) throws IOException {
    byte[] query = new byte[name.length() + 18];
    query[1] = 7; // The id.
    query[5] = 1; // One question.
    int at = 12;
    for (String label : List.of(name.split("\\."))) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      query[at] = (byte) bytes.length;
      System.arraycopy(bytes, 0, query, at + 1, bytes.length);
      at += bytes.length + 1;
    }
    query[at + 2] = 1; // A
    query[at + 4] = 1; // IN
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(DEADLINE_MILLIS);
      socket.send(new DatagramPacket(query, query.length, bench.simulator.nameServer()));
      DatagramPacket answer = new DatagramPacket(new byte[512], 512);
      socket.receive(answer);
      return answer.getData()[3] & 0xF;
    }
  }
}
