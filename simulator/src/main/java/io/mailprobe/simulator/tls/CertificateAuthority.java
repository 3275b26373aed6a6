package io.mailprobe.simulator.tls;

import io.mailprobe.protocol.certificate.CertificateDraft;
import io.mailprobe.protocol.certificate.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Issues the front ends' certificates. Its keys live in memory, and are new each time. */
public final class CertificateAuthority {

  /** Wide on both sides, so that tests may live in another month than their machine. */
  private static final Duration VALIDITY = Duration.ofDays(730);

  private final Identity authority;
  private final Instant from;
  private final Instant until;

  private CertificateAuthority(Identity authority, Instant from, Instant until) {
    this.authority = authority;
    this.from = from;
    this.until = until;
  }

  /** When the certificates of an authority that is made now expire. */
  public static Instant expiry(Instant now) {
    return now.plus(VALIDITY).truncatedTo(ChronoUnit.SECONDS);
  }

  /** A new authority whose certificates are valid for two years before and after now. */
  public static CertificateAuthority create(Instant now) {
    Instant from = now.minus(VALIDITY);
    Instant until = expiry(now);
    try {
      CertificateDraft draft =
          new CertificateDraft("Mailprobe simulator CA", from, until, true, List.of(), List.of());
      return new CertificateAuthority(Identity.selfSigned(draft), from, until);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a certificate authority", e);
    }
  }

  /** The authority's certificate, for clients to trust. */
  public String pem() {
    return authority.certificatePem();
  }

  /**
   * A server's TLS with a certificate for these names, the first of them its subject. Certificates
   * of clients are taken as they are: what they are good for is for others to say.
   */
  public SSLContext serverContext(List<String> names, String address) {
    CertificateDraft draft =
        new CertificateDraft(
            names.getFirst(),
            from,
            until,
            false,
            names,
            List.of(InetAddress.ofLiteral(address).getAddress()));
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(authority.issue(draft)), new TrustManager[] {new AnyClient()}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot set up TLS for " + names, e);
    }
  }

  private static KeyManager[] keyManagers(Identity server)
      throws GeneralSecurityException, IOException {
    char[] unused = {};
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", server.key(), unused, server.chain().toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, unused);
    return factory.getKeyManagers();
  }
}
