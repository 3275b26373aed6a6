package io.mailprobe.app.doctor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailprobe.prober.feed.ExtraAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Fetches an MTA-STS policy as senders do (RFC 8461 3.3): over HTTPS with a good certificate, from
 * the address that our name servers tell, and without following redirects.
 */
final class PolicyFetch {

  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final int MOST_BYTES = 64 * 1024;

  private final List<X509Certificate> trusted;
  private final int port;

  PolicyFetch(List<X509Certificate> trusted, int port) {
    this.trusted = trusted;
    this.port = port;
  }

  /**
   * The text of a policy.
   *
   * @throws IOException if there is none to be had; the message says why
   */
  String from(InetAddress address, String host) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      try (SSLSocket secured =
          (SSLSocket)
              ExtraAuthority.trusting(trusted)
                  .getSocketFactory()
                  .createSocket(socket, host, port, false)) {
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.getOutputStream().write(request(host));
        secured.getOutputStream().flush();
        return body(secured.getInputStream());
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("the trusted certificates cannot be used: " + e.getMessage(), e);
    }
  }

  private static byte[] request(String host) {
    // HTTP/1.0, which no server answers in chunks.
    return ("GET /.well-known/mta-sts.txt HTTP/1.0\r\nHost: "
            + host
            + "\r\nConnection: close\r\n\r\n")
        .getBytes(US_ASCII);
  }

  private static String body(InputStream in) throws IOException {
    String answer = new String(in.readNBytes(MOST_BYTES), UTF_8);
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("the web server's answer is no HTTP");
    }
    String status = answer.substring(0, answer.indexOf("\r\n"));
    if (!status.matches("HTTP/1\\.[01] 200( .*)?")) {
      throw new IOException("the web server answers " + Words.plain(status));
    }
    return answer.substring(end + 4);
  }
}
