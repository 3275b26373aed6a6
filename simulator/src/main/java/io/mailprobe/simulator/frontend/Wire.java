package io.mailprobe.simulator.frontend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailprobe.simulator.frontend.Guest.Secured;
import io.mailprobe.simulator.queue.QueuedMessage.Cipher;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** One client's connection: bounded lines in, lines out, TLS, and the ways to end. */
final class Wire implements AutoCloseable {

  /** What RFC 4954 4 asks a server to take of AUTH, CRLF left out: an 8 kB token fits. */
  static final int MAX_LINE = 12_286;

  private final Socket raw;
  private Socket socket;
  private InputStream input;
  private OutputStream output;

  /** What passes between two bytes that drip. */
  @FunctionalInterface
  interface Between {
    void pass() throws IOException;
  }

  Wire(Socket raw, Duration idle) throws IOException {
    this.raw = raw;
    raw.setTcpNoDelay(true);
    raw.setSoTimeout(Math.toIntExact(idle.toMillis()));
    socket = raw;
    input = new BufferedInputStream(raw.getInputStream());
    output = raw.getOutputStream();
  }

  String clientAddress() {
    return raw.getInetAddress().getHostAddress();
  }

  /** The next line without its end; empty where it was longer than any command may be. */
  Optional<String> readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) {
        throw new EOFException("the client went away");
      }
      tooLong |= line.size() > MAX_LINE; // With its CR.
      if (!tooLong) {
        line.write(next);
      }
    }
    String text = line.toString(ISO_8859_1);
    return tooLong
        ? Optional.empty()
        : Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  /** A message up to its final dot, of which no more than the limit is kept. */
  Content readMessage(int limit) throws IOException {
    ContentReader message = new ContentReader(limit);
    int next = input.read();
    while (next >= 0 && !message.take((char) next)) {
      next = input.read();
    }
    if (next < 0) {
      throw new EOFException("the client went away within a message");
    }
    return message.content();
  }

  /** So many bytes, which are not kept where they are more than the limit. */
  Content readBytes(long count, int limit) throws IOException {
    if (count > limit) {
      input.skipNBytes(count);
      return Content.lost();
    }
    byte[] bytes = input.readNBytes((int) count);
    if (bytes.length < count) {
      throw new EOFException("the client went away within a chunk");
    }
    return Content.chunk(new String(bytes, ISO_8859_1));
  }

  void say(String line) throws IOException {
    output.write((line + "\r\n").getBytes(US_ASCII));
    output.flush();
  }

  /** Says a line byte by byte, with something between. */
  void drip(String line, Between between) throws IOException {
    for (byte each : (line + "\r\n").getBytes(US_ASCII)) {
      output.write(each);
      output.flush();
      between.pass();
    }
  }

  /** Encrypts from here on. What the client sent before is forgotten (RFC 3207 6). */
  Secured startTls(SSLContext context) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(raw, raw.getInetAddress().getHostAddress(), raw.getPort(), true);
    secure.setUseClientMode(false);
    secure.setWantClientAuth(true);
    secure.startHandshake();
    socket = secure;
    input = new BufferedInputStream(secure.getInputStream());
    output = secure.getOutputStream();
    return new Secured(
        new Cipher(secure.getSession().getProtocol(), secure.getSession().getCipherSuite()),
        serverName(secure),
        clientCertificate(secure));
  }

  /** Answers the client's hello by a fatal alert (RFC 8446 6.2: handshake_failure), and ends. */
  void failTls() throws IOException {
    byte[] hello = new byte[5];
    if (input.readNBytes(hello, 0, hello.length) == hello.length) {
      input.skipNBytes(Byte.toUnsignedInt(hello[3]) * 256L + Byte.toUnsignedInt(hello[4]));
    }
    output.write(new byte[] {21, 3, 3, 0, 2, 2, 40});
    output.flush();
    raw.shutdownOutput();
  }

  /** The name by which the client asked for the server (RFC 6066 3). */
  private static String serverName(SSLSocket secure) {
    return secure.getSession() instanceof ExtendedSSLSession session
        ? session.getRequestedServerNames().stream()
            .filter(SNIHostName.class::isInstance)
            .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
            .findFirst()
            .orElse("")
        : "";
  }

  private static List<X509Certificate> clientCertificate(SSLSocket secure) {
    try {
      return Stream.of(secure.getSession().getPeerCertificates())
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException _) {
      return List.of();
    }
  }

  /** Reads and forgets until the client gives up or the connection is aborted. */
  void ignore() throws IOException {
    byte[] forgotten = new byte[8192];
    int count = 0;
    while (count >= 0) {
      try {
        count = input.read(forgotten);
      } catch (SocketTimeoutException _) {
        count = 0; // Its silence and ours may last as long as the session may.
      }
    }
  }

  /** Ends the connection by a reset. */
  void reset() throws IOException {
    raw.setSoLinger(true, 0);
    raw.close();
  }

  /** Ends the connection from another thread, or without a word of TLS. */
  void abort() {
    try {
      raw.close();
    } catch (IOException _) {
      // It is closed either way.
    }
  }

  /** Ends the connection in good order. */
  @Override
  public void close() throws IOException {
    try {
      socket.close();
    } finally {
      raw.close();
    }
  }
}
