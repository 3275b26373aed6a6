package io.mailprobe.testkit.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** A certificate authority of a test's own, and the certificates that it signs. */
public final class TestCertificates {

  private final X509Bundle authority;

  /** Makes an authority that nobody trusts yet. */
  public TestCertificates() {
    this("Mailprobe test authority");
  }

  /** The same of this name: programs take authorities of one name for one another. */
  public TestCertificates(String name) {
    authority =
        build(
            new CertificateBuilder().ecp256().subject("CN=" + name).setIsCertificateAuthority(true),
            null);
  }

  /** The authority's certificate, for whoever is to trust it. */
  public X509Certificate authority() {
    return authority.getCertificate();
  }

  /** The authority's certificate as a PEM file in the folder. */
  public Path authorityPem(Path folder) {
    return write(folder, "authority.crt", authority.getCertificatePEM());
  }

  /** A client's TLS that trusts this authority and no other. */
  public SSLContext clientContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {authority.toTrustManager()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A good certificate for these host names and IP addresses. */
  public Server forNames(String... names) {
    return new Server(build(server(names), authority));
  }

  /** The same with an RSA key: GnuTLS does not take EC keys as Java writes them. */
  public Server forNamesWithRsa(String... names) {
    return new Server(build(server(names).rsa2048(), authority));
  }

  /** A certificate for these names that expired on 1 February 2020. */
  public Server expired(String... names) {
    CertificateBuilder builder =
        server(names)
            .notBefore(Instant.parse("2020-01-01T00:00:00Z"))
            .notAfter(Instant.parse("2020-02-01T00:00:00Z"));
    return new Server(build(builder, authority));
  }

  /** A certificate by which a client shows that it is this host or user. */
  public Client forClient(String name) {
    return new Client(build(client(name), authority));
  }

  /** The same with an end of its own. */
  public Client forClientUntil(String name, Instant end) {
    return new Client(build(client(name).notAfter(end), authority));
  }

  /** The same with an RSA key. */
  public Client forRsaClient(String name) {
    return new Client(build(client(name).rsa2048(), authority));
  }

  /** A certificate for these names that no authority has signed. */
  public static Server selfSigned(String... names) {
    return new Server(build(server(names).setIsCertificateAuthority(true), null));
  }

  private static CertificateBuilder client(String name) {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=" + name)
        .setIsCertificateAuthority(false)
        .addExtendedKeyUsageClientAuth()
        // Before any month that a test's clock is set to.
        .notBefore(Instant.parse("2020-01-01T00:00:00Z"))
        .addSanDnsName(name);
  }

  private static CertificateBuilder server(String... names) {
    CertificateBuilder builder =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=" + names[0])
            .setIsCertificateAuthority(false)
            .addExtendedKeyUsageServerAuth();
    for (String name : names) {
      if (name.indexOf(':') >= 0 || name.matches("[0-9.]+")) {
        builder.addSanIpAddress(name);
      } else {
        builder.addSanDnsName(name);
      }
    }
    return builder;
  }

  private static X509Bundle build(CertificateBuilder builder, @Nullable X509Bundle issuer) {
    try {
      return issuer == null ? builder.buildSelfSigned() : builder.buildIssuedBy(issuer);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Path write(Path folder, String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A server's certificate with its key and the chain up to its authority. */
  public static final class Server {

    private final X509Bundle bundle;

    private Server(X509Bundle bundle) {
      this.bundle = bundle;
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
      return bundle.getCertificate();
    }

    /** A server's TLS that shows this certificate. */
    public SSLContext context() {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(bundle.toKeyManagerFactory().getKeyManagers(), null, null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    /** A server's TLS that shows this certificate and trusts clients of the authority. */
    public SSLContext context(TestCertificates clients) {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
            bundle.toKeyManagerFactory().getKeyManagers(),
            new TrustManager[] {clients.authority.toTrustManager()},
            null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    /** The certificate chain as a PEM file in the folder. */
    public Path certificatePem(Path folder) {
      return write(folder, "server.crt", bundle.getCertificatePathPEM());
    }

    /** The private key as a PEM file (PKCS #8) in the folder. */
    public Path keyPem(Path folder) {
      return write(folder, "server.key", bundle.getPrivateKeyPEM());
    }
  }

  /** A client's certificate with its key and the chain up to its authority. */
  public static final class Client {

    private final X509Bundle bundle;

    private Client(X509Bundle bundle) {
      this.bundle = bundle;
    }

    /** The certificate and those above it, leaf first. */
    public List<X509Certificate> chain() {
      return List.of(bundle.getCertificatePath());
    }

    /** The certificate chain as PEM. */
    public String certificatePem() {
      return bundle.getCertificatePathPEM();
    }

    /** The private key (PKCS #8) as PEM. */
    public String keyPem() {
      return bundle.getPrivateKeyPEM();
    }

    /** The private key. */
    public PrivateKey key() {
      return bundle.getKeyPair().getPrivate();
    }

    /** What makes a client's TLS show this certificate. */
    public KeyManager[] keyManagers() {
      try {
        return bundle.toKeyManagerFactory().getKeyManagers();
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    /** The certificate chain as a PEM file in the folder. */
    public Path certificatePem(Path folder) {
      return write(folder, "client.crt", certificatePem());
    }

    /** The private key as a PEM file (PKCS #8) in the folder. */
    public Path keyPem(Path folder) {
      return write(folder, "client.key", keyPem());
    }
  }
}
