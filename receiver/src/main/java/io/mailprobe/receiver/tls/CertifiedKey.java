package io.mailprobe.receiver.tls;

import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate chain, leaf first, and its private key, as read from PEM files (RFC 7468).
 *
 * @param chain sent to peers in full: Exchange Online does not fetch intermediate certificates
 * @param key that of the first certificate
 */
public record CertifiedKey(List<X509Certificate> chain, PrivateKey key) {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]{0,20})PRIVATE KEY-----([^-]{1,20000})-----END ");

  public CertifiedKey {
    chain = List.copyOf(chain);
  }

  /**
   * Reads the files as they are now.
   *
   * @throws IOException if the files cannot be read, or the key is not that of the certificate; the
   *     message names the file and never shows what is in a key
   */
  public static CertifiedKey read(PemFiles files) throws IOException {
    List<X509Certificate> chain =
        chain(files.certificate(), readFile(files.certificate(), "certificate"));
    return of(files, chain, readFile(files.key(), "key"));
  }

  /**
   * The chain that a file holds, leaf first.
   *
   * @param file names it in errors
   * @throws IOException if it holds none
   */
  public static List<X509Certificate> chain(Path file, byte[] pem) throws IOException {
    try {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(CertifiedKey::x509)
              .toList();
      if (chain.isEmpty()) {
        throw new IOException("certificate " + file + " holds no certificate in PEM form");
      }
      return chain;
    } catch (GeneralSecurityException e) {
      throw new IOException("certificate " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static X509Certificate x509(Certificate certificate) {
    return (X509Certificate) certificate;
  }

  /**
   * The chain with the key that a file holds.
   *
   * @param files name them in errors
   * @throws IOException if it holds no key, or another one's
   */
  public static CertifiedKey of(PemFiles files, List<X509Certificate> chain, byte[] keyPem)
      throws IOException {
    String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
    PrivateKey key = parseKey(files.key(), keyPem, algorithm);
    requirePair(files, chain.getFirst(), key);
    return new CertifiedKey(chain, key);
  }

  private static PrivateKey parseKey(Path file, byte[] pem, String algorithm) throws IOException {
    Matcher matcher = KEY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!matcher.find() || !matcher.group(1).isEmpty()) {
      throw new IOException(
          "key %s is not an unencrypted PKCS #8 key in PEM form: `openssl pkcs8 -topk8 -nocrypt` makes one"
              .formatted(file));
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      throw new IOException("key " + file + " is damaged, or no " + algorithm + " key");
    }
  }

  private static byte[] readFile(Path file, String what) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException(what + " " + file + " cannot be read: " + e, e);
    }
  }

  private static void requirePair(PemFiles files, X509Certificate leaf, PrivateKey key)
      throws IOException {
    byte[] text = "Mailprobe".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signature = Signature.getInstance(signatureAlgorithm(key));
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(leaf.getPublicKey());
      signature.update(text);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException _) {
      // Told below: a key that cannot sign for the certificate is not its key.
    }
    throw new IOException("key " + files.key() + " is not that of " + files.certificate());
  }

  private static String signatureAlgorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm(); // Ed25519 and its like name themselves.
    };
  }

  /** Shows nothing of the key. */
  @Override
  public String toString() {
    return "CertifiedKey[" + chain.getFirst().getSubjectX500Principal() + "]";
  }
}
