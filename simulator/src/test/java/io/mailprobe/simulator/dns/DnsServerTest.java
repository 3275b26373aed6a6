package io.mailprobe.simulator.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DnsServerTest {

  private static final int A = 1;
  private static final int MX = 15;

  private static final Zone ZONE =
      Zone.empty(Duration.ofSeconds(60))
          .address("mx1.test", "127.0.1.1", "127.0.1.2", "::1")
          .mx("contoso.test", 10, "mx1.test")
          .nullMx("silent.test")
          .alias("www.test", "mx1.test")
          .failing("broken.test")
          .silent("dead.test");

  @Test
  void answersWithTheRecordsOfTheZone() throws IOException {
    try (DnsServer server = started()) {
      byte[] mx = ask(server, "Contoso.TEST", MX);
      assertThat(code(mx)).isZero();
      assertThat(answers(mx)).isEqualTo(1);
      assertThat(new String(mx, ISO_8859_1)).endsWith("\0\n\3mx1\4test\0");
      byte[] addresses = ask(server, "mx1.test", A);
      assertThat(answers(addresses)).isEqualTo(2);
      assertThat(HexFormat.of().formatHex(addresses)).contains("7f000101").endsWith("7f000102");
      assertThat(answers(ask(server, "www.test", A))).isEqualTo(3);
    }
  }

  @Test
  void tellsAMissingNameFromAMissingRecordAndFromAFailure() throws IOException {
    try (DnsServer server = started()) {
      assertThat(code(ask(server, "nowhere.test", A))).isEqualTo(3);
      byte[] noAddress = ask(server, "contoso.test", A);
      assertThat(code(noAddress)).isZero();
      assertThat(answers(noAddress)).isZero();
      assertThat(code(ask(server, "broken.test", MX))).isEqualTo(2);
    }
  }

  @Test
  void keepsSilentWhereToldAndSurvivesNoise() throws IOException {
    try (DnsServer server = started();
        DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, server.address()));
      assertThatThrownBy(() -> ask(server, "dead.test", A))
          .isInstanceOf(SocketTimeoutException.class);
      server.serve(ZONE.address("new.test", "127.0.0.9"));
      assertThat(answers(ask(server, "new.test", A))).isEqualTo(1);
    }
  }

  private static DnsServer started() {
    return new DnsServer(ZONE).start(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
  }

  /** Asks by hand (RFC 1035 4.1), so that a fault common to both ends would show. */
  private static byte[] ask(DnsServer server, String name, int type) throws IOException {
    StringBuilder query = new StringBuilder("\22\64\1\0\0\1\0\0\0\0\0\0");
    for (String label : name.split("\\.", -1)) {
      query.append((char) label.length()).append(label);
    }
    query.append("\0\0").append((char) type).append("\0\1");
    byte[] question = query.toString().getBytes(ISO_8859_1);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(500);
      socket.send(new DatagramPacket(question, question.length, server.address()));
      DatagramPacket answer = new DatagramPacket(new byte[512], 512);
      socket.receive(answer);
      return Arrays.copyOf(answer.getData(), answer.getLength());
    }
  }

  private static int code(byte[] response) {
    return response[3] & 15;
  }

  private static int answers(byte[] response) {
    return response[7];
  }
}
