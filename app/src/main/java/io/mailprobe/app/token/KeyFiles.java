package io.mailprobe.app.token;

import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An application's certificate and its RSA key, as PEM files hold them now.
 *
 * @param chain the certificate and those above it
 * @param key its key
 */
record KeyFiles(List<X509Certificate> chain, PrivateKey key) {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]{0,20})PRIVATE KEY-----([^-]{1,20000})-----END ");

  KeyFiles {
    chain = List.copyOf(chain);
  }

  /**
   * Reads the files.
   *
   * @throws IOException if they cannot be used; the message names the file, and shows nothing of it
   */
  static KeyFiles read(PemFiles files) throws IOException {
    List<X509Certificate> chain = chain(files.certificate());
    RSAPrivateCrtKey key = key(files.key());
    if (!(chain.getFirst().getPublicKey() instanceof RSAPublicKey shown)) {
      throw new IOException(
          "certificate " + files.certificate() + " has no RSA key: Entra takes no other");
    }
    if (!shown.getModulus().equals(key.getModulus())) {
      throw new IOException("key " + files.key() + " is not that of " + files.certificate());
    }
    return new KeyFiles(chain, key);
  }

  private static List<X509Certificate> chain(Path file) throws IOException {
    try {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes("certificate", file)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new IOException("certificate " + file + " holds no certificate in PEM form");
      }
      return chain;
    } catch (GeneralSecurityException e) {
      throw new IOException("certificate " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static RSAPrivateCrtKey key(Path file) throws IOException {
    Matcher pem = KEY.matcher(new String(bytes("key", file), StandardCharsets.ISO_8859_1));
    if (!pem.find() || !pem.group(1).isEmpty()) {
      throw new IOException(
          "key %s is not an unencrypted PKCS #8 key in PEM form: `openssl pkcs8 -topk8 -nocrypt` makes one"
              .formatted(file));
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      return (RSAPrivateCrtKey)
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException _) {
      throw new IOException("key " + file + " is damaged, or no RSA key: Entra takes no other");
    }
  }

  private static byte[] bytes(String what, Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException(what + " " + file + " cannot be read: " + e, e);
    }
  }

  @Override
  public String toString() {
    return "KeyFiles[" + chain.getFirst().getSubjectX500Principal() + "]";
  }
}
