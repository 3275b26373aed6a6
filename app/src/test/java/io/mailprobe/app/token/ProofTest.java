package io.mailprobe.app.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.simulator.entra.Application;
import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.entra.Federation;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.web.WebAnswer;
import io.mailprobe.simulator.web.WebRequest;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to show who one is that are not a secret, by the real MSAL over HTTPS. */
class ProofTest {

  private static final String ISSUER = "https://oidc.example/cluster";
  private static final String SUBJECT = "system:serviceaccount:mail:probe";

  private static X509Bundle first;
  private static X509Bundle second;

  @TempDir private Path folder;

  private SignInWorld world;
  private Path certificate;
  private Path key;

  @BeforeAll
  static void makeKeys() throws Exception {
    first =
        new CertificateBuilder()
            .rsa2048()
            .subject("CN=mailprobe")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    second =
        new CertificateBuilder()
            .rsa2048()
            .subject("CN=mailprobe")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
  }

  @BeforeEach
  void begin() throws IOException {
    world = world(Application.withCertificates(Applications.CLIENT, first.getCertificate()));
    certificate = folder.resolve("app.crt");
    key = folder.resolve("app.key");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aCertificateIsAsGoodAsASecret() throws IOException {
    write(first);
    SessionReport report = world.submit(byCertificate());
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
    world.assertKept(List.of("client_assertion=eyJ", keyLine(first)), report.toString());
  }

  @Test
  void aCertificateThatIsRotatedIsReadAnew() throws IOException {
    open(Application.withCertificates(Applications.CLIENT, second.getCertificate()));
    write(first);
    SessionReport refused = world.submit(byCertificate());
    assertThat(refused.outcome()).isEqualTo(Outcome.TOKEN_FAILED);
    assertThat(refused.detail()).contains("AADSTS700027", "the certificate is not that of");
    assertThat(world.metric("mailprobe_token_failures_total", "reason=\"certificate\""))
        .isEqualTo(1);

    write(second);
    world.assertRecovers(byCertificate());
  }

  @Test
  void aClockThatIsOffIsToldAsSuch() throws IOException {
    write(first);
    world.time.jump(Duration.ofHours(1)); // The service's; MSAL signs by this machine's.
    SessionReport report = world.submit(byCertificate());
    assertThat(report.outcome()).isEqualTo(Outcome.TOKEN_FAILED);
    assertThat(report.detail()).contains("AADSTS700024", "set this machine's clock");
  }

  @Test
  void filesThatDoNotFitAreNamedAndMendedWithoutARestart() throws Exception {
    write(first);
    Files.writeString(key, second.getPrivateKeyPEM());
    assertThat(world.submit(byCertificate()).detail())
        .contains("key " + key + " is not that of " + certificate);

    Files.writeString(key, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----");
    assertThat(nextFailure()).contains(key + " is not an unencrypted PKCS #8 key", "openssl pkcs8");
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");
    assertThat(nextFailure()).contains(key + " is damaged, or no RSA key");
    X509Bundle curve =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=ec")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    write(curve);
    assertThat(nextFailure()).contains("no RSA key");
    Files.writeString(certificate, "no certificate");
    assertThat(nextFailure()).contains("certificate " + certificate);
    Files.delete(certificate);
    assertThat(nextFailure()).contains("certificate " + certificate + " cannot be read");
    assertThat(world.simulator.web().requests()).isZero();

    write(first);
    world.assertRecovers(byCertificate());
  }

  @Test
  void aWorkloadIdentityShowsItsFederatedToken() throws Exception {
    open(
        Application.federated(
            Applications.CLIENT, new Federation(ISSUER, SUBJECT, first.getKeyPair().getPublic())));
    Path file = folder.resolve("token");
    ClientCredentials credentials = Applications.withFederatedToken(world.authority(), file);
    String stranger = federatedToken("system:serviceaccount:mail:other");
    Files.writeString(file, stranger);
    SessionReport refused = world.submit(credentials);
    assertThat(refused.detail()).contains("AADSTS700213", "federated credential");

    String good = federatedToken(SUBJECT);
    Files.writeString(file, good + "\n");
    world.time.advance(Duration.ofSeconds(5));
    SessionReport report = world.submit(credentials);
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
    world.assertKept(List.of(stranger, good), refused.toString(), report.toString());

    Files.writeString(file, "not a token");
    world.time.advance(Duration.ofHours(1));
    assertThat(world.submit(credentials).detail()).contains(file + " holds no token");
  }

  @Test
  void aFederatedCredentialThatIsMissingIsTold() throws Exception {
    open(
        Application.federated(
            Applications.CLIENT, new Federation(ISSUER, SUBJECT, first.getKeyPair().getPublic())));
    world.simulator.tenantSettings().breakOne(TenantSetting.FEDERATED_CREDENTIAL);
    Path file = Files.writeString(folder.resolve("token"), federatedToken(SUBJECT));
    SessionReport report = world.submit(Applications.withFederatedToken(world.authority(), file));
    assertThat(report.outcome()).isEqualTo(Outcome.TOKEN_FAILED);
    assertThat(report.detail()).contains("AADSTS700213");
  }

  /** The machine's own service has a fixed address, from which its requests are led here. */
  @Test
  void aManagedIdentityAsksItsMachine() throws Exception {
    world.close();
    world =
        new SignInWorld(
            EntraSettings.of(
                    Applications.TENANT, Application.withSecret(Applications.CLIENT, "unused"))
                .onMachineOf(Applications.CLIENT));
    IHttpClient led = this::askSimulator;
    EntraTokens.Fetched fetched = new MsalFetch(Applications.ofMachine(), led, world.time).fetch();
    assertThat(fetched.life()).isEqualTo(Duration.ofSeconds(3_599));
    SessionReport report =
        SignInWorld.await(world.begin(() -> CompletableFuture.completedFuture(fetched.token())));
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void aMachineWithoutAnIdentityIsToldAsSuch() throws Exception {
    open(Application.withSecret(Applications.CLIENT, "unused"));
    IHttpClient led = this::askSimulator;
    assertThatThrownBy(() -> new MsalFetch(Applications.ofMachine(), led, world.time).fetch())
        .isInstanceOfSatisfying(
            TokenException.class, why -> assertThat(why.fault()).isEqualTo(TokenFault.IDENTITY))
        .hasMessageContaining("no token for the managed identity machine")
        .hasMessageContaining("assign the managed identity to this machine");
  }

  private IHttpResponse askSimulator(HttpRequest request) {
    assertThat(request.url().toString())
        .startsWith("http://169.254.169.254/metadata/identity/oauth2/token?");
    Map<String, String> query = new HashMap<>();
    for (String pair : request.url().getQuery().split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    WebAnswer answer =
        world
            .simulator
            .entra()
            .answer(
                new WebRequest(
                    request.httpMethod().name(),
                    request.url().getPath(),
                    query,
                    Map.of("metadata", request.headerValue("Metadata")),
                    ""))
            .orElseThrow();
    HttpResponse response = new HttpResponse();
    response.statusCode(answer.status()).body(answer.body());
    response.addHeaders(Map.of("Content-Type", List.of("application/json")));
    return response;
  }

  private void open(Application application) throws IOException {
    world.close();
    world = world(application);
  }

  private static SignInWorld world(Application application) throws IOException {
    return new SignInWorld(EntraSettings.of(Applications.TENANT, application));
  }

  private ClientCredentials byCertificate() {
    return Applications.withCertificate(world.authority(), certificate, key);
  }

  private String nextFailure() {
    world.time.advance(Duration.ofMinutes(1));
    SessionReport report = world.submit(byCertificate());
    assertThat(report.outcome()).isEqualTo(Outcome.TOKEN_FAILED);
    return report.detail();
  }

  private void write(X509Bundle pair) throws IOException {
    Files.writeString(certificate, pair.getCertificatePathPEM());
    Files.writeString(key, pair.getPrivateKeyPEM());
  }

  private static String keyLine(X509Bundle pair) {
    return pair.getPrivateKeyPEM().lines().skip(1).findFirst().orElseThrow();
  }

  private String federatedToken(String subject) throws Exception {
    Instant now = world.time.wall();
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":[\"api://AzureADTokenExchange\"],\"nbf\":%d,\"exp\":%d}"
            .formatted(ISSUER, subject, now.getEpochSecond(), now.getEpochSecond() + 3_600);
    String signed = encoded("{\"alg\":\"RS256\",\"kid\":\"cluster\"}") + "." + encoded(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(first.getKeyPair().getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
