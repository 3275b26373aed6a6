package io.mailprobe.simulator.entra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.web.WebAnswer;
import io.mailprobe.simulator.web.WebRequest;
import io.mailprobe.testkit.time.ManualTime;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EntraTest {

  private static final String TENANT = "8f9d1c5e-0c6b-4d2e-9a51-3f1d5f0f4a77";
  private static final String CLIENT = "1b2c3d4e-5f60-4718-8a9b-0c1d2e3f4a5b";
  private static final String MAIL = EntraSettings.MAIL;

  private static final X509Bundle CERTIFICATE = makeKey();

  private final ManualTime time = new ManualTime();
  private final Map<String, String> form =
      new HashMap<>(
          Map.of(
              "grant_type",
              "client_credentials",
              "client_id",
              CLIENT,
              "client_secret",
              "hunter2",
              "scope",
              MAIL + "/.default"));
  private final Entra entra =
      new Entra(
          EntraSettings.of(
              TENANT,
              new Application(
                  CLIENT,
                  Set.of("hunter2"),
                  List.of(CERTIFICATE.getCertificate()),
                  List.of(),
                  Set.of("SMTP.SendAsApp"))),
          new TenantSettings(),
          time);

  private static X509Bundle makeKey() {
    ManualTime then = new ManualTime();
    try {
      return new CertificateBuilder()
          .rsa2048()
          .subject("CN=mailprobe")
          .setIsCertificateAuthority(true)
          .notBefore(then.wall().minus(Duration.ofDays(1)))
          .notAfter(then.wall().plus(Duration.ofDays(30)))
          .buildSelfSigned();
    } catch (Exception e) { // The builder declares no less.
      throw new AssertionError(e);
    }
  }

  @Test
  void aTokenIsGoodForItsResourceAndItsTime() {
    JsonNode answer = json(post(TENANT));
    assertThat(answer.path("token_type").asString()).isEqualTo("Bearer");
    assertThat(answer.path("expires_in").asInt()).isEqualTo(3_599);
    String token = answer.path("access_token").asString();
    assertThat(token.length()).isBetween(2_048, 2_148);
    assertThat(entra.verify(token, MAIL)).contains(new Grant(CLIENT, Set.of("SMTP.SendAsApp")));
    assertThat(entra.verify(token, EntraSettings.GRAPH)).isEmpty();
    assertThat(entra.verify(token.substring(0, token.length() - 4) + "AAAA", MAIL)).isEmpty();
    time.advance(Duration.ofSeconds(3_598));
    assertThat(entra.verify(token, MAIL)).isPresent();
    time.advance(Duration.ofSeconds(1));
    assertThat(entra.verify(token, MAIL)).isEmpty();
  }

  @Test
  void keysRotateAndRetire() {
    String old = json(post(TENANT)).path("access_token").asString();
    entra.rotateKeys();
    String next = json(post(TENANT)).path("access_token").asString();
    assertThat(entra.verify(old, MAIL)).isPresent();
    entra.retireOldKeys();
    assertThat(entra.verify(old, MAIL)).isEmpty();
    assertThat(entra.verify(next, MAIL)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "client_secret, wrong, 401, invalid_client, 7000215",
    "client_secret, '', 401, invalid_client, 7000218",
    "client_id, 00000000-0000-0000-0000-000000000001, 400, unauthorized_client, 700016",
    "client_id, '', 400, invalid_request, 900144",
    "grant_type, password, 400, unsupported_grant_type, 70003",
    "scope, SMTP.Send, 400, invalid_scope, 1002012",
    "scope, https://elsewhere.example/.default, 400, invalid_resource, 500011",
  })
  void refusalsHaveEntrasForm(String key, String value, int status, String error, int code) {
    form.put(key, value);
    WebAnswer answer = post(TENANT);
    assertThat(answer.status()).isEqualTo(status);
    JsonNode body = Jwt.JSON.readTree(answer.body());
    assertThat(body.path("error").asString()).isEqualTo(error);
    assertThat(body.path("error_codes").get(0).asInt()).isEqualTo(code);
    assertThat(body.path("error_description").asString())
        .startsWith("AADSTS" + code + ": ")
        .contains("Trace ID: ", "Correlation ID: ", "Timestamp: 2026-06-02 13:03:00Z");
    assertThat(body.path("error_uri").asString()).endsWith("code=" + code);
    assertThat(answer.toString()).doesNotContain("AADSTS");
  }

  @Test
  void anotherTenantIsNotFound() {
    assertThat(post("fabrikam.example").body()).contains("AADSTS90002: Tenant 'fabrikam.example'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256 x5t", "RS256 x5t#S256", "PS256 x5t#S256"})
  void anAssertionIsTakenWhateverItsAlgorithmAndThumbprint(String kind) throws Exception {
    String[] words = kind.split(" ", -1);
    assertThat(withAssertion(words[0], words[1], 0, 600, CLIENT).status()).isEqualTo(200);
  }

  @Test
  void anAssertionMustBeOfItsTimeAndItsApplication() throws Exception {
    assertThat(withAssertion("PS256", "x5t#S256", -7_200, -3_600, CLIENT).body())
        .contains("AADSTS700024");
    assertThat(withAssertion("PS256", "x5t#S256", 3_600, 7_200, CLIENT).body())
        .contains("AADSTS700024");
    assertThat(withAssertion("PS256", "x5t#S256", 0, 600, "somebody").body())
        .contains("AADSTS700021");
    time.advance(Duration.ofDays(31));
    assertThat(withAssertion("PS256", "x5t#S256", 0, 600, CLIENT).body())
        .contains("AADSTS700027", "The key used is expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "e30.e30.", "bnVsbA.bnVsbA.x", "%%%.%%%.%%%"})
  void whatIsNoAssertionIsRefused(String noise) {
    form.remove("client_secret");
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", noise);
    assertThat(post(TENANT).status()).isEqualTo(401);
    assertThat(entra.verify(noise, MAIL)).isEmpty();
  }

  @Test
  void clientsFindTheEndpointAsTheyLookForIt() {
    JsonNode instance = json(get("/common/discovery/instance", Map.of("api-version", "1.1")));
    assertThat(instance.path("tenant_discovery_endpoint").asString())
        .isEqualTo("https://login.test/" + TENANT + "/v2.0/.well-known/openid-configuration");
    assertThat(instance.path("metadata").get(0).path("aliases").get(0).asString())
        .isEqualTo("login.test");
    JsonNode metadata =
        json(get("/" + TENANT + "/v2.0/.well-known/openid-configuration", Map.of()));
    assertThat(metadata.path("token_endpoint").asString())
        .isEqualTo("https://login.test/" + TENANT + "/oauth2/v2.0/token");
    assertThat(entra.answer(new WebRequest("GET", "/favicon.ico", Map.of(), Map.of(), "")))
        .isEmpty();
  }

  private WebAnswer withAssertion(
      String algorithm, String thumbprint, long from, long until, String subject)
      throws GeneralSecurityException {
    String digest =
        encoded(
            MessageDigest.getInstance(thumbprint.equals("x5t") ? "SHA-1" : "SHA-256")
                .digest(CERTIFICATE.getCertificate().getEncoded()));
    long now = time.wall().getEpochSecond();
    String header = "{\"alg\":\"%s\",\"%s\":\"%s\"}".formatted(algorithm, thumbprint, digest);
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"https://login.test/%s/oauth2/v2.0/token\",\"nbf\":%d,\"exp\":%d}"
            .formatted(subject, subject, TENANT, now + from, now + until);
    String signed = encoded(header.getBytes(UTF_8)) + "." + encoded(claims.getBytes(UTF_8));
    Signature signature =
        Signature.getInstance(algorithm.equals("RS256") ? "SHA256withRSA" : "RSASSA-PSS");
    if (algorithm.equals("PS256")) {
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    signature.initSign(CERTIFICATE.getKeyPair().getPrivate());
    signature.update(signed.getBytes(US_ASCII));
    form.remove("client_secret");
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", signed + "." + encoded(signature.sign()));
    return post(TENANT);
  }

  private WebAnswer post(String tenant) {
    String body =
        form.entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return entra
        .answer(
            new WebRequest("POST", "/" + tenant + "/oauth2/v2.0/token", Map.of(), Map.of(), body))
        .orElseThrow();
  }

  private WebAnswer get(String path, Map<String, String> query) {
    return entra
        .answer(new WebRequest("GET", path, query, Map.of("host", "login.test"), ""))
        .orElseThrow();
  }

  private static JsonNode json(WebAnswer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return Jwt.JSON.readTree(answer.body());
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
