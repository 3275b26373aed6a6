package io.mailprobe.app.doctor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The certificates that a mail server shows after STARTTLS, as it shows them: trusted or not. This
 * measures nothing and hands nothing in, so that it is no session of the engine's.
 *
 * @param certificates the server's own first
 */
record ShownChain(List<X509Certificate> certificates) {

  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final int MOST_BYTES = 16_384;

  ShownChain {
    certificates = List.copyOf(certificates);
  }

  /**
   * Goes to a server and looks.
   *
   * @param name whom the certificate should be for
   * @throws IOException if none is shown; the message says why
   */
  static ShownChain of(InetSocketAddress server, String name, String helo) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server, (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      InputStream in = new BufferedInputStream(socket.getInputStream());
      expect(in, "220", "greeting");
      say(socket, "EHLO " + helo);
      if (expect(in, "250", "EHLO").stream().noneMatch(ShownChain::offersTls)) {
        throw new IOException("STARTTLS is not offered");
      }
      say(socket, "STARTTLS");
      expect(in, "220", "STARTTLS");
      return handshake(socket, name, server.getPort());
    }
  }

  private static boolean offersTls(String line) {
    return line.length() > 4
        && line.substring(4).strip().toUpperCase(Locale.ROOT).equals("STARTTLS");
  }

  private static ShownChain handshake(Socket socket, String name, int port) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anything()}, null);
      try (SSLSocket secured =
          (SSLSocket) context.getSocketFactory().createSocket(socket, name, port, false)) {
        secured.startHandshake();
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : secured.getSession().getPeerCertificates()) {
          chain.add((X509Certificate) certificate);
        }
        return new ShownChain(chain);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java has no TLS: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException("the TLS handshake fails: " + e.getMessage(), e);
    }
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  /** The lines of a reply. */
  private static List<String> expect(InputStream in, String code, String to) throws IOException {
    List<String> lines = new ArrayList<>();
    int left = MOST_BYTES;
    while (true) {
      StringBuilder line = new StringBuilder();
      int next;
      while ((next = in.read()) >= 0 && next != '\n' && --left > 0) {
        line.append((char) next);
      }
      if (next < 0) {
        throw new IOException("the server closes the connection instead of a reply to " + to);
      }
      if (left <= 0) {
        throw new IOException("the server does not end its reply to " + to);
      }
      String text = line.toString().stripTrailing();
      lines.add(text);
      if (!text.startsWith(code)) {
        throw new IOException("the server answers " + to + " with " + Words.plain(text));
      }
      if (text.length() < 4 || text.charAt(3) != '-') {
        return lines;
      }
    }
  }

  /** Trusts anything, to look at it. */
  private static final class Anything implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
