package io.mailprobe.app.http;

import io.helidon.common.tls.Tls;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the server's TLS of PEM files. */
final class ServerTls {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  private ServerTls() {}

  /**
   * Reads the files.
   *
   * @throws IOException if a file cannot be read, or is not what it should be; the message names it
   */
  static Tls of(PemFiles files) throws IOException {
    return Tls.builder()
        .privateKey(key(files.key()))
        .privateKeyCertChain(chain(files.certificate()))
        .enabledProtocols(List.of("TLSv1.3", "TLSv1.2"))
        .build();
  }

  private static List<X509Certificate> chain(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new IOException(file + " holds no certificate");
      }
      return chain;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no certificate chain in PEM form", e);
    }
  }

  private static PrivateKey key(Path file) throws IOException {
    Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new IOException(file + " holds no private key in PKCS #8 PEM form");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // A key of another algorithm: the next one may read it.
      } catch (GeneralSecurityException e) {
        throw new IOException("this Java has no " + algorithm + " keys", e);
      }
    }
    throw new IOException(file + " holds a private key of an unknown kind");
  }
}
