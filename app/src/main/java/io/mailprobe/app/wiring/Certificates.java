package io.mailprobe.app.wiring;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates out of PEM. */
final class Certificates {

  private Certificates() {}

  /**
   * All certificates of a PEM file.
   *
   * @throws IOException if it cannot be read or holds none; the message names the file
   */
  static List<X509Certificate> read(Path file) throws IOException {
    try {
      return parse(Files.readString(file, US_ASCII));
    } catch (IOException | CertificateException e) {
      throw new IOException(file + " cannot be read as certificates in PEM: " + e.getMessage(), e);
    }
  }

  /** All certificates of a text. */
  static List<X509Certificate> parse(String pem) throws CertificateException {
    List<X509Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (certificates.isEmpty()) {
      throw new CertificateException("there is none");
    }
    return certificates;
  }
}
