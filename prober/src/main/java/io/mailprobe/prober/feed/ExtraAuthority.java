package io.mailprobe.prober.feed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Trust in some certificates beside all that Java trusts by itself. */
public final class ExtraAuthority {

  private ExtraAuthority() {}

  /**
   * What makes connections that trust those of a PEM file, too.
   *
   * @throws IOException if the file cannot be read or holds no certificate
   */
  public static SSLContext trusting(Path pem) throws IOException {
    try {
      return trusting(certificates(pem));
    } catch (GeneralSecurityException e) {
      throw new IOException(pem + " cannot be used as an authority: " + e.getMessage(), e);
    }
  }

  /**
   * What makes connections that trust these, too.
   *
   * @throws GeneralSecurityException if they cannot be used
   */
  public static SSLContext trusting(Collection<? extends Certificate> further)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {manager(further)}, null);
    return context;
  }

  /**
   * What tells whether a chain is trusted by those that Java trusts, or by these.
   *
   * @throws GeneralSecurityException if they cannot be used
   */
  public static X509TrustManager manager(Collection<? extends Certificate> further)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (X509Certificate known : managerOf(null).getAcceptedIssuers()) {
      store.setCertificateEntry("known-" + number++, known);
    }
    for (Certificate extra : further) {
      store.setCertificateEntry("extra-" + number++, extra);
    }
    return managerOf(store);
  }

  private static Collection<? extends Certificate> certificates(Path pem)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IOException(pem + " holds no certificate");
      }
      return certificates;
    }
  }

  private static X509TrustManager managerOf(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new IllegalStateException("every Java platform has an X.509 trust manager");
  }
}
