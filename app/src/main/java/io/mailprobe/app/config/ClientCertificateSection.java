package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import io.mailprobe.receiver.tls.CertifiedKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * {@code submit.certificate}: what a session shows of itself. A route cannot do without it, so that
 * what is wrong with the files is an error.
 */
final class ClientCertificateSection {

  /** Far more than a chain. */
  private static final int MOST_BYTES = 256 * 1024;

  /** The extended key usages of who proves itself to a server, and of everything. */
  private static final List<String> FOR_CLIENTS = List.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

  private static final Key<Path> CERTIFICATE =
      required("certificate", Kinds.path(), "the certificate and those above it, as PEM");
  private static final Key<Path> KEY =
      required("key", Kinds.path(), "its private key, as PEM (PKCS #8)");

  static final Section<PemFiles> SECTION =
      new Section<>(
          "section",
          List.of(CERTIFICATE, KEY),
          ClientCertificateSection::check,
          fields -> new PemFiles(fields.get(CERTIFICATE), fields.get(KEY)));

  private ClientCertificateSection() {}

  private static void check(Fields fields) {
    Optional<byte[]> certificate = fields.content(CERTIFICATE, MOST_BYTES);
    Optional<byte[]> key = fields.content(KEY, MOST_BYTES);
    certificate
        .flatMap(pem -> chain(fields, pem))
        .ifPresent(
            chain -> {
              warnIfForServersOnly(fields, chain.getFirst());
              key.ifPresent(pem -> checkKey(fields, chain, pem));
            });
  }

  private static Optional<List<X509Certificate>> chain(Fields fields, byte[] pem) {
    try {
      return Optional.of(CertifiedKey.chain(fields.get(CERTIFICATE), pem));
    } catch (IOException e) {
      fields.error(CERTIFICATE.name(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static void checkKey(Fields fields, List<X509Certificate> chain, byte[] pem) {
    PemFiles files = new PemFiles(fields.get(CERTIFICATE), fields.get(KEY));
    try {
      CertifiedKey _ = CertifiedKey.of(files, chain, pem);
    } catch (IOException e) {
      fields.error(KEY.name(), String.valueOf(e.getMessage()));
    }
  }

  /** Authorities issue fewer and fewer certificates that are for clients, too. */
  private static void warnIfForServersOnly(Fields fields, X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      if (usages != null && usages.stream().noneMatch(FOR_CLIENTS::contains)) {
        fields.warning(
            CERTIFICATE.name(),
            "the certificate does not say that it is for clients, too (extended key usage"
                + " clientAuth); many servers refuse it then");
      }
    } catch (CertificateParsingException e) {
      fields.error(CERTIFICATE.name(), "the certificate's usage cannot be read: " + e.getMessage());
    }
  }
}
