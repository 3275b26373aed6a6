package io.mailprobe.receiver.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * An SMTP peer that says exactly what a test tells it to, and waits for no reply longer than 10 s.
 */
public final class Peer implements AutoCloseable {

  private static final int DEADLINE_MS = 10_000;

  private final StringBuilder transcript = new StringBuilder();
  private Socket socket;
  private InputStream in;
  private OutputStream out;

  public Peer(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(DEADLINE_MS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects and greets. */
  public static Peer greeted(int port) {
    Peer peer = new Peer(port);
    peer.expect("220 ");
    peer.ask("EHLO peer.example.org", "250");
    return peer;
  }

  /** Sends bytes as they are. */
  public Peer raw(String bytes) {
    try {
      transcript.append("> ").append(bytes.replace("\r\n", "\n> ")).append('\n');
      out.write(bytes.getBytes(ISO_8859_1));
      out.flush();
      return this;
    } catch (IOException e) {
      throw new AssertionError("cannot send\n" + transcript, e);
    }
  }

  /** Sends a command. */
  public Peer send(String command) {
    return raw(command + "\r\n");
  }

  /** Reads a whole reply, which must begin so. */
  public String expect(String beginning) {
    String reply = reply();
    assertThat(reply).as("reply in\n%s", transcript).startsWith(beginning);
    return reply;
  }

  /** Sends a command and reads its reply, which must begin so. */
  public String ask(String command, String beginning) {
    send(command);
    return expect(beginning);
  }

  /** A whole transaction that must be taken; its last reply. */
  public String deliver(Probe probe) {
    ask("MAIL FROM:<probe@contoso.com>", "250 2.1.0");
    ask("RCPT TO:<" + probe.recipient() + ">", "250 2.1.5");
    ask("DATA", "354");
    return ask(probe.message() + ".", "250 2.0.0");
  }

  /** The next reply with all its lines; empty at the end of input. */
  public String reply() {
    StringBuilder reply = new StringBuilder();
    while (true) {
      String line = line();
      if (line.isEmpty()) {
        return reply.toString();
      }
      reply.append(line).append('\n');
      if (line.length() < 4 || line.charAt(3) != '-') {
        return reply.toString();
      }
    }
  }

  /** A line without its end; empty at the end of input. */
  private String line() {
    StringBuilder line = new StringBuilder();
    try {
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        if (b != '\r') {
          line.append((char) b);
        }
      }
      transcript.append("< ").append(line).append('\n');
      return line.toString();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no reply in time\n" + transcript + line, e);
    } catch (IOException e) {
      transcript.append("! ").append(e).append('\n');
      return line.toString();
    }
  }

  /** The other side must have closed, in order and without another word. */
  public void expectClosed() {
    try {
      assertThat(in.read()).as("end in\n%s", transcript).isEqualTo(-1);
    } catch (IOException e) {
      throw new AssertionError("not closed in order\n" + transcript, e);
    }
  }

  /** Puts TLS of that version on the connection; believes any certificate, and returns it. */
  public X509Certificate startTls(String version) {
    ask("STARTTLS", "220 2.0.0");
    return handshake(version);
  }

  /** The client's side of a handshake. */
  public X509Certificate handshake(String version) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Trusting()}, null);
      SSLSocket layer =
          (SSLSocket)
              context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
      layer.setEnabledProtocols(new String[] {version});
      layer.startHandshake();
      assertThat(layer.getSession().getProtocol()).isEqualTo(version);
      socket = layer;
      in = new BufferedInputStream(layer.getInputStream());
      out = layer.getOutputStream();
      return (X509Certificate) layer.getSession().getPeerCertificates()[0];
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError("no TLS\n" + transcript, e);
    }
  }

  /** Sends this over and over without reading, until that many times or until nothing more fits. */
  public void flood(String bytes, int times) {
    byte[] many = bytes.repeat(1_000).getBytes(ISO_8859_1);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                for (int i = 0; i < times / 1_000; i++) {
                  out.write(many);
                }
              } catch (IOException _) {
                // The other side has had enough.
              }
            });
  }

  /** Reads whatever comes until the connection ends, in whichever way. */
  public void awaitEnd() {
    try {
      while (in.read() >= 0) {
        // What it says does not matter.
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("it does not end", e);
    } catch (IOException _) {
      // Cut: that is an end, too.
    }
  }

  /** No more from this side; replies can still be read. */
  public void finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String transcript() {
    return transcript.toString();
  }

  /** Closes the connection without a word. */
  public void hangUp() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    hangUp();
  }

  private static final class Trusting implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
