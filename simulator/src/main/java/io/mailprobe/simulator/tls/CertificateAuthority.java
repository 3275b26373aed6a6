package io.mailprobe.simulator.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Issues the front ends' certificates. Its keys live in memory, and are new each time. */
public final class CertificateAuthority {

  /** Wide on both sides, so that tests may live in another month than their machine. */
  private static final Duration VALIDITY = Duration.ofDays(730);

  private final X509Bundle authority;
  private final Instant from;
  private final Instant until;

  private CertificateAuthority(X509Bundle authority, Instant from, Instant until) {
    this.authority = authority;
    this.from = from;
    this.until = until;
  }

  /** A new authority whose certificates are valid for two years before and after now. */
  public static CertificateAuthority create(Instant now) {
    Instant from = now.minus(VALIDITY);
    Instant until = now.plus(VALIDITY);
    try {
      X509Bundle bundle =
          new CertificateBuilder()
              .ecp256()
              .subject("CN=Mailprobe simulator CA")
              .notBefore(from)
              .notAfter(until)
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
      return new CertificateAuthority(bundle, from, until);
    } catch (Exception e) {
      throw new IllegalStateException("cannot make a certificate authority", e);
    }
  }

  /** The authority's certificate, for clients to trust. */
  public String pem() {
    return authority.getCertificatePEM();
  }

  /**
   * A server's TLS with a certificate for these names, the first of them its subject. Certificates
   * of clients are taken as they are: what they are good for is for others to say.
   */
  public SSLContext serverContext(List<String> names, String address) {
    try {
      CertificateBuilder builder =
          new CertificateBuilder()
              .ecp256()
              .subject("CN=" + names.getFirst())
              .notBefore(from)
              .notAfter(until)
              .addExtendedKeyUsageServerAuth()
              .addSanIpAddress(address);
      names.forEach(builder::addSanDnsName);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          builder.buildIssuedBy(authority).toKeyManagerFactory().getKeyManagers(),
          new TrustManager[] {new AnyClient()},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot set up TLS for " + names, e);
    } catch (Exception e) { // The builder declares no less.
      throw new IllegalStateException("cannot make a certificate for " + names, e);
    }
  }
}
