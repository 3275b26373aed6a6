package io.mailprobe.app.token;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS that trusts further authorities beside all that Java trusts by itself. */
final class Trust {

  private Trust() {}

  static SSLContext in(List<X509Certificate> further) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate known : managerOf(null).getAcceptedIssuers()) {
        store.setCertificateEntry("known-" + number++, known);
      }
      for (X509Certificate one : further) {
        store.setCertificateEntry("further-" + number++, one);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {managerOf(store)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the trusted certificates cannot be used: " + e.getMessage(), e);
    }
  }

  private static X509TrustManager managerOf(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Java always has an X.509 trust manager"));
  }
}
