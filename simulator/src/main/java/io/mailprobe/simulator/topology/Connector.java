package io.mailprobe.simulator.topology;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An inbound connector of the type OnPremises: whoever shows a certificate for its name may relay
 * for the tenant.
 *
 * @param certificateName whom the certificate must be for: a host name, or {@code *.} and a domain
 * @param authorities who must have signed it; in truth the public ones
 */
public record Connector(String certificateName, List<X509Certificate> authorities) {

  private static final int DNS_NAME = 2;
  private static final String ANY_HOST = "*.";

  public Connector {
    certificateName = certificateName.toLowerCase(Locale.ROOT);
    authorities = List.copyOf(authorities);
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("nobody signs certificates for " + certificateName);
    }
  }

  /** Whether it is for a client with this certificate, leaf first; none where it showed none. */
  public boolean isFor(List<X509Certificate> chain, Instant now) {
    return !chain.isEmpty()
        && names(chain.getFirst()).stream().anyMatch(this::covers)
        && isTrusted(chain, now);
  }

  /** The domain of its certificate. */
  public String domain() {
    return certificateName.startsWith(ANY_HOST)
        ? certificateName.substring(ANY_HOST.length())
        : certificateName;
  }

  private boolean covers(String name) {
    boolean ofDomain = name.equals(domain()) || name.endsWith("." + domain());
    boolean anyHostCovers =
        name.startsWith(ANY_HOST)
            && certificateName.indexOf('.') > 0
            && certificateName.substring(certificateName.indexOf('.')).equals(name.substring(1));
    return name.equals(certificateName)
        || anyHostCovers
        || (certificateName.startsWith(ANY_HOST) && ofDomain);
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.getFirst().equals(DNS_NAME))
              .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
              .toList();
    } catch (CertificateParsingException _) {
      return List.of(); // Made up by a client: it is nobody's.
    }
  }

  private boolean isTrusted(List<X509Certificate> chain, Instant now) {
    try {
      PKIXParameters parameters =
          new PKIXParameters(
              authorities.stream()
                  .map(authority -> new TrustAnchor(authority, null))
                  .collect(Collectors.toUnmodifiableSet()));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      List<X509Certificate> belowAuthorities =
          chain.stream().filter(certificate -> !authorities.contains(certificate)).toList();
      var _ =
          CertPathValidator.getInstance("PKIX")
              .validate(
                  CertificateFactory.getInstance("X.509").generateCertPath(belowAuthorities),
                  parameters);
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
