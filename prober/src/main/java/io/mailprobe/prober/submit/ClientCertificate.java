package io.mailprobe.prober.submit;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** The certificate by which our sessions show who we are, wherever it comes from. */
@FunctionalInterface
public interface ClientCertificate {

  /**
   * As it is now. May wait for files: never called on an event loop.
   *
   * @throws IOException if there is none to be had; the message is fit for people
   */
  Shown current() throws IOException;

  /**
   * What a server is shown.
   *
   * @param chain the certificate and those above it, leaf first
   * @param key its private key, of which nothing is printed
   */
  record Shown(List<X509Certificate> chain, PrivateKey key) {

    public Shown {
      chain = List.copyOf(chain);
      if (chain.isEmpty()) {
        throw new IllegalArgumentException("no certificate");
      }
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
      return chain.getFirst();
    }

    @Override
    public String toString() {
      return "Shown[" + certificate().getSubjectX500Principal() + "]";
    }
  }
}
