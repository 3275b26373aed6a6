package io.mailprobe.app.doctor;

import io.mailprobe.prober.feed.ExtraAuthority;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * What a chain of certificates is worth to another mail server.
 *
 * @param chain the server's own first
 * @param trusted authorities to trust besides those of the Java runtime
 */
record ChainReading(List<X509Certificate> chain, List<X509Certificate> trusted) {

  /** Renewal fails unseen for weeks, and then there is an outage. */
  private static final Duration SOON = Duration.ofDays(14);

  private static final int DNS_NAME = 2;

  /** What Java calls a key exchange that is not told, as under TLS 1.3. */
  private static final String ANY_KEY_EXCHANGE = "UNKNOWN";

  /**
   * What there is to say.
   *
   * @param host whom it must be for
   */
  Seen of(String host, Instant now) {
    X509Certificate own = chain.getFirst();
    String until = "valid until " + own.getNotAfter().toInstant();
    if (own.getNotAfter().toInstant().isBefore(now)) {
      return Seen.fault(
          "the certificate expired on " + own.getNotAfter().toInstant(),
          "renew it, and put it in receiver.tls.certificate: it is read again by itself");
    }
    if (own.getNotBefore().toInstant().isAfter(now)) {
      return Seen.fault(
          "the certificate is not valid before " + own.getNotBefore().toInstant(),
          "look at this machine's clock, or wait");
    }
    List<String> names = names(own);
    if (names.stream().noneMatch(name -> matches(name, host))) {
      return Seen.fault(
          "the certificate is for %s, and the MX record names %s"
              .formatted(String.join(", ", names), host),
          "have one made for %s, and put it in receiver.tls.certificate".formatted(host));
    }
    if (isSelfSigned(own)) {
      return Seen.note(
          "self-signed, for %s, %s: good enough where encryption is opportunistic"
              .formatted(host, until),
          "before a connector, MTA-STS or DANE demands more, have a public authority make one");
    }
    if (!isTrusted()) {
      return untrusted(own);
    }
    String words = "for %s, %s, %d in the chain, trusted".formatted(host, until, chain.size());
    return own.getNotAfter().toInstant().isBefore(now.plus(SOON))
        ? Seen.note(words + "; it runs out soon", "look why it has not been renewed")
        : Seen.ok(words);
  }

  private Seen untrusted(X509Certificate own) {
    X509Certificate last = chain.getLast();
    if (isSelfSigned(last)) {
      return Seen.note(
          "of an authority that is not a public one: " + last.getSubjectX500Principal(),
          "before a connector, MTA-STS or DANE demands more, have a public authority make one");
    }
    return Seen.fault(
        "the chain is not complete: %s was not sent (%d sent), and Exchange Online does not fetch it"
            .formatted(last.getIssuerX500Principal(), chain.size()),
        "put the certificates of the issuers behind that of %s in receiver.tls.certificate, as in the file that the authority calls the full chain"
            .formatted(own.getSubjectX500Principal()));
  }

  /** Whether a mail server that insists would accept it. */
  boolean isTrusted() {
    try {
      ExtraAuthority.manager(trusted)
          .checkServerTrusted(chain.toArray(X509Certificate[]::new), ANY_KEY_EXCHANGE);
      return true;
    } catch (CertificateException _) {
      return false;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the trusted certificates were used before", e);
    }
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      List<String> names =
          all == null
              ? List.of()
              : all.stream()
                  .filter(name -> Integer.valueOf(DNS_NAME).equals(name.getFirst()))
                  .map(name -> String.valueOf(name.get(1)))
                  .toList();
      return names.isEmpty() ? List.of(certificate.getSubjectX500Principal().getName()) : names;
    } catch (CertificateParsingException _) {
      return List.of("names that cannot be read");
    }
  }

  /** A wildcard stands for one label, the first (RFC 6125 6.4.3). */
  static boolean matches(String pattern, String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    String given = pattern.toLowerCase(Locale.ROOT);
    return given.equals(wanted)
        || (given.startsWith("*.")
            && wanted.indexOf('.') > 0
            && wanted.substring(wanted.indexOf('.')).equals(given.substring(1)));
  }
}
