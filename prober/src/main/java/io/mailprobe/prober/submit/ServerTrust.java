package io.mailprobe.prober.submit;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Decides on a server's certificate as Java does, and says in words what is wrong with it. */
final class ServerTrust extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager java;

  private ServerTrust(X509ExtendedTrustManager java) {
    this.java = java;
  }

  /** Trust in the runtime's authorities and in these. */
  static ServerTrust in(List<X509Certificate> more) {
    try {
      KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
      authorities.load(null, null);
      int number = 0;
      for (X509Certificate authority : manager(null).getAcceptedIssuers()) {
        authorities.setCertificateEntry("java-" + number++, authority);
      }
      for (X509Certificate authority : more) {
        authorities.setCertificateEntry("ours-" + number++, authority);
      }
      return new ServerTrust(manager(authorities));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the trusted certificates cannot be used", e);
    }
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("no " + X509TrustManager.class.getSimpleName());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      java.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      throw new CertificateException(explain(chain[0], engine.getPeerHost(), e), e);
    }
  }

  private static String explain(
      X509Certificate certificate, String serverName, CertificateException cause) {
    if (Failures.find(cause, CertificateExpiredException.class) != null) {
      return "the certificate expired on " + certificate.getNotAfter().toInstant();
    }
    if (Failures.find(cause, CertificateNotYetValidException.class) != null) {
      return "the certificate is not valid before " + certificate.getNotBefore().toInstant();
    }
    // Java checks the name last, and throws without a cause exactly then.
    if (cause.getCause() == null) {
      return "the certificate is not for " + serverName + " but for " + names(certificate);
    }
    return "the certificate is not trusted; its issuer is " + certificate.getIssuerX500Principal();
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of(certificate.getSubjectX500Principal().getName())
          : names.stream().map(name -> String.valueOf(name.get(1))).limit(10).toList();
    } catch (CertificateParsingException _) {
      return List.of("names that cannot be read");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    java.checkServerTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    java.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("we are no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("we are no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("we are no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return java.getAcceptedIssuers();
  }
}
