package io.mailprobe.simulator.frontend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailprobe.simulator.frontend.ContentReader.Content;
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
  private Optional<Cipher> cipher = Optional.empty();
  private Optional<Between> drip = Optional.empty();

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

  Optional<Cipher> cipher() {
    return cipher;
  }

  /** The next line without its end; empty where it was longer than any command may be. */
  Optional<String> readLine() throws IOException {
    drip = Optional.empty();
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

  Content readContent(int limit) throws IOException {
    return new ContentReader(limit).read(input);
  }

  /** So many bytes, one character for each; empty where they are more than the limit. */
  Optional<String> readBytes(long count, int limit) throws IOException {
    if (count > limit) {
      input.skipNBytes(count);
      return Optional.empty();
    }
    byte[] bytes = input.readNBytes((int) count);
    if (bytes.length < count) {
      throw new EOFException("the client went away within a chunk");
    }
    return Optional.of(new String(bytes, ISO_8859_1));
  }

  void say(String line) throws IOException {
    byte[] bytes = (line + "\r\n").getBytes(US_ASCII);
    if (drip.isEmpty()) {
      output.write(bytes);
      output.flush();
      return;
    }
    for (byte each : bytes) {
      output.write(each);
      output.flush();
      drip.get().pass();
    }
  }

  /** What is said from here on drips, until the client's next line. */
  void drip(Between between) {
    drip = Optional.of(between);
  }

  /** Encrypts from here on. What the client sent before is forgotten (RFC 3207 6). */
  void startTls(SSLContext context) throws IOException {
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
    cipher =
        Optional.of(
            new Cipher(secure.getSession().getProtocol(), secure.getSession().getCipherSuite()));
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

  /** The name by which the client asked for the server under TLS, in lower case (RFC 6066 3). */
  Optional<String> serverName() {
    return socket instanceof SSLSocket secure
            && secure.getSession() instanceof ExtendedSSLSession session
        ? session.getRequestedServerNames().stream()
            .filter(SNIHostName.class::isInstance)
            .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
            .findFirst()
        : Optional.empty();
  }

  /** The certificate that the client showed, leaf first; none where it showed none. */
  List<X509Certificate> clientCertificate() {
    if (!(socket instanceof SSLSocket secure)) {
      return List.of();
    }
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
