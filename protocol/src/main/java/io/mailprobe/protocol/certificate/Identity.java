package io.mailprobe.protocol.certificate;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * A new key on the curve P-256 and the certificates that vouch for it: X.509 version 3 (RFC 5280),
 * signed with ECDSA and SHA-256.
 */
public final class Identity {

  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));
  private static final byte[] VERSION_3 = Der.explicit(0, Der.integer(BigInteger.TWO));
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String ALTERNATIVE_NAME = "2.5.29.17";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
  private static final int SERIAL_BYTES = 16;

  private final PrivateKey key;
  private final List<X509Certificate> chain;

  private Identity(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  /** One that vouches for itself. */
  public static Identity selfSigned(CertificateDraft draft) throws GeneralSecurityException {
    KeyPair pair = newKey();
    X500Principal name = name(draft);
    return new Identity(
        pair.getPrivate(), List.of(sign(draft, pair.getPublic(), name, pair.getPrivate())));
  }

  /** Another one, for which this one vouches. */
  public Identity issue(CertificateDraft draft) throws GeneralSecurityException {
    KeyPair pair = newKey();
    List<X509Certificate> longer = new ArrayList<>();
    longer.add(sign(draft, pair.getPublic(), certificate().getSubjectX500Principal(), key));
    longer.addAll(chain);
    return new Identity(pair.getPrivate(), longer);
  }

  private static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X500Principal name(CertificateDraft draft) {
    return new X500Principal("CN=\"" + draft.name().replaceAll("[\\\\\"]", "\\\\$0") + "\"");
  }

  private static X509Certificate sign(
      CertificateDraft draft, PublicKey subject, X500Principal issuer, PrivateKey with)
      throws GeneralSecurityException {
    byte[] unsigned =
        Der.sequence(
            VERSION_3,
            Der.integer(serial(subject)),
            ECDSA_SHA256,
            issuer.getEncoded(),
            Der.sequence(Der.time(draft.from()), Der.time(draft.until())),
            name(draft).getEncoded(),
            subject.getEncoded(),
            Der.explicit(3, extensions(draft)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(with);
    signature.update(unsigned);
    byte[] signed = Der.sequence(unsigned, ECDSA_SHA256, Der.bits(signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(signed));
  }

  /** No two keys have the same. */
  private static BigInteger serial(PublicKey subject) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(subject.getEncoded());
    return new BigInteger(1, Arrays.copyOf(digest, SERIAL_BYTES));
  }

  private static byte[] extensions(CertificateDraft draft) {
    byte[] constraints = draft.authority() ? Der.sequence(Der.truth()) : Der.sequence();
    List<byte[]> extensions = new ArrayList<>();
    extensions.add(
        Der.sequence(Der.identifier(BASIC_CONSTRAINTS), Der.truth(), Der.octets(constraints)));
    extensions.add(
        Der.sequence(
            Der.identifier(EXTENDED_KEY_USAGE),
            Der.octets(Der.sequence(Der.identifier(SERVER_AUTHENTICATION)))));
    List<byte[]> names = new ArrayList<>();
    for (String host : draft.hosts()) {
      names.add(Der.implicit(2, host.getBytes(StandardCharsets.US_ASCII)));
    }
    for (byte[] address : draft.addresses()) {
      names.add(Der.implicit(7, address));
    }
    if (!names.isEmpty()) {
      extensions.add(
          Der.sequence(
              Der.identifier(ALTERNATIVE_NAME),
              Der.octets(Der.sequence(names.toArray(byte[][]::new)))));
    }
    return Der.sequence(extensions.toArray(byte[][]::new));
  }

  /** Its own certificate. */
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** Its own certificate, that of who vouches for it, and so on. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** Its key. */
  public PrivateKey key() {
    return key;
  }

  /** Its own certificate, as PEM. */
  public String certificatePem() {
    try {
      return pem("CERTIFICATE", certificate().getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("what was read cannot be written", e);
    }
  }

  /** Its key, as PEM (PKCS #8). */
  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  private static String pem(String kind, byte[] content) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, lines);
  }
}
