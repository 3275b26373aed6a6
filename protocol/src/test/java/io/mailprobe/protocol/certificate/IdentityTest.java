package io.mailprobe.protocol.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.naming.ldap.LdapName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made is read, and judged, by the JDK's own code. */
class IdentityTest {

  private static final Instant FROM = Instant.parse("2026-06-02T13:03:07Z");
  private static final Instant UNTIL = Instant.parse("2031-06-02T13:03:09Z");
  private static final CertificateDraft AUTHORITY =
      new CertificateDraft("An authority", FROM, UNTIL, true, List.of(), List.of());
  private static final CertificateDraft SERVER =
      new CertificateDraft(
          "mx.example",
          FROM,
          UNTIL,
          false,
          List.of("mx.example", "xn--bcher-kva.example"),
          List.of(
              new byte[] {127, 0, 11, 1},
              new byte[] {0x20, 0x01, 0x0D, (byte) 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7}));

  @Test
  void saysWhatWasDrafted() throws Exception {
    X509Certificate certificate = Identity.selfSigned(AUTHORITY).issue(SERVER).certificate();
    assertThat(certificate.getVersion()).isEqualTo(3);
    assertThat(certificate.getSubjectX500Principal()).hasToString("CN=mx.example");
    assertThat(certificate.getIssuerX500Principal()).hasToString("CN=An authority");
    assertThat(certificate.getNotBefore()).isEqualTo(Date.from(FROM));
    assertThat(certificate.getNotAfter()).isEqualTo(Date.from(UNTIL));
    assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getCriticalExtensionOIDs()).containsExactly("2.5.29.19");
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(2, "mx.example"),
            List.of(2, "xn--bcher-kva.example"),
            List.of(7, "127.0.11.1"),
            List.of(7, "2001:db8:0:0:0:0:0:7"));
    assertThat(certificate.getSerialNumber().signum()).isPositive();
  }

  @Test
  void anAuthorityIsTrustedForWhatItIssuedAndAnotherIsNot() throws Exception {
    Identity authority = Identity.selfSigned(AUTHORITY);
    Identity server = authority.issue(SERVER);
    assertThat(authority.certificate().getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
    assertThat(authority.chain()).containsExactly(authority.certificate());
    assertThat(server.chain()).containsExactly(server.certificate(), authority.certificate());
    judge(server.certificate(), authority.certificate());
    assertThatThrownBy(
            () -> judge(server.certificate(), Identity.selfSigned(AUTHORITY).certificate()))
        .isInstanceOf(CertPathValidatorException.class);
  }

  private static void judge(X509Certificate certificate, X509Certificate trusted) throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(trusted, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(FROM.plusSeconds(1)));
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    CertPathValidator.getInstance("PKIX")
        .validate(factory.generateCertPath(List.of(certificate)), parameters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2049-12-31T23:59:59Z", "2050-01-01T00:00:00Z", "2126-01-01T00:00:00Z"})
  void isValidIntoTheSecondHalfOfTheCentury(String until) throws Exception {
    Instant end = Instant.parse(until);
    CertificateDraft draft = new CertificateDraft("long", FROM, end, true, List.of(), List.of());
    assertThat(Identity.selfSigned(draft).certificate().getNotAfter()).isEqualTo(Date.from(end));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "A, B + C", "quoted \" and \\ more", "=<>#;", "bücher"})
  void aNameMayHoldAnything(String name) throws Exception {
    CertificateDraft draft = new CertificateDraft(name, FROM, UNTIL, true, List.of(), List.of());
    X509Certificate certificate = Identity.selfSigned(draft).certificate();
    certificate.verify(certificate.getPublicKey());
    assertThat(new LdapName(certificate.getSubjectX500Principal().getName()).getRdn(0).getValue())
        .isEqualTo(name);
  }

  @Test
  void manyNamesMakeALongCertificate() throws Exception {
    List<String> hosts = IntStream.range(0, 4_000).mapToObj(i -> "host-" + i + ".example").toList();
    CertificateDraft draft = new CertificateDraft("many", FROM, UNTIL, true, hosts, List.of());
    X509Certificate certificate = Identity.selfSigned(draft).certificate();
    assertThat(certificate.getSubjectAlternativeNames()).hasSize(4_000);
  }

  @Test
  void pemHoldsTheCertificateAndTheKeyThatFits() throws Exception {
    Identity identity = Identity.selfSigned(AUTHORITY);
    X509Certificate read =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        identity.certificatePem().getBytes(StandardCharsets.US_ASCII)));
    assertThat(read).isEqualTo(identity.certificate());
    assertThat(identity.keyPem().lines())
        .startsWith("-----BEGIN PRIVATE KEY-----")
        .endsWith("-----END PRIVATE KEY-----")
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(65));
    assertThat(fits(read, identity.keyPem())).isTrue();
    assertThat(fits(read, Identity.selfSigned(AUTHORITY).keyPem())).isFalse();
  }

  private static boolean fits(X509Certificate certificate, String keyPem)
      throws GeneralSecurityException {
    byte[] encoded = Base64.getMimeDecoder().decode(keyPem.replaceAll("-----[A-Z ]+-----", ""));
    PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(encoded);
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    signature.update(encoded);
    try {
      return signature.verify(signed);
    } catch (SignatureException _) {
      return false;
    }
  }

  @Test
  void noTwoHaveTheSameKeyOrSerial() throws Exception {
    Identity one = Identity.selfSigned(AUTHORITY);
    Identity other = Identity.selfSigned(AUTHORITY);
    assertThat(one.key()).isNotEqualTo(other.key());
    assertThat(one.certificate().getSerialNumber())
        .isNotEqualTo(other.certificate().getSerialNumber());
    assertThatThrownBy(() -> one.certificate().verify(other.certificate().getPublicKey()))
        .isInstanceOfAny(SignatureException.class, InvalidKeyException.class);
  }

  @Test
  void aDraftThatCannotBeIsRefused() {
    assertThatThrownBy(() -> new CertificateDraft(" ", FROM, UNTIL, false, List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new CertificateDraft(
                    "x", FROM, FROM.minus(Duration.ofSeconds(1)), false, List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
