package io.mailprobe.testkit.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class ScriptedPeerTest {

  @Test
  void playsItsScriptAndKeepsTheMessage() throws IOException {
    try (ScriptedPeer peer =
            ScriptedPeer.play(Dialogue.greeting().ehlo("SIZE 1000").transaction().quit());
        Socket client = connect(peer)) {
      say(
          client,
          "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nhello\r\n..\r\n.\r\nQUIT\r\n");
      String replies = new String(client.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(replies).startsWith("220 mx.test").endsWith("221 2.0.0 Bye\r\n");
      assertThat(peer.messages()).containsExactly("hello\r\n..\r\n");
      assertThat(peer.transcript()).contains("[1] < EHLO me");
    }
  }

  @Test
  void failsTheTestWhenTheClientLeavesTheScript() throws IOException {
    ScriptedPeer peer = ScriptedPeer.play(Dialogue.greeting().expect("EHLO .*").close());
    try (Socket client = connect(peer)) {
      say(client, "HELO me\r\n");
      assertThat(client.getInputStream().readAllBytes()).isNotEmpty();
    }
    assertThatThrownBy(peer::close).isInstanceOf(AssertionError.class).hasMessageContaining("HELO");
  }

  @Test
  void resets() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.play(Dialogue.start().reset());
        Socket client = connect(peer)) {
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void speaksTlsWithACertificateOfTheTestsAuthority() throws IOException {
    TestCertificates certificates = new TestCertificates();
    Dialogue tls =
        Dialogue.start().startTls(certificates.forNames("mx.test").context()).reply("220 x");
    try (ScriptedPeer peer = ScriptedPeer.play(tls);
        Socket plain = connect(peer);
        SSLSocket client =
            (SSLSocket)
                certificates
                    .clientContext()
                    .getSocketFactory()
                    .createSocket(plain, "mx.test", peer.port(), true)) {
      assertThat(client.getInputStream().readNBytes(7)).asString().isEqualTo("220 x\r\n");
    }
  }

  private static Socket connect(ScriptedPeer peer) throws IOException {
    Socket socket = new Socket(peer.host(), peer.port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
  }
}
