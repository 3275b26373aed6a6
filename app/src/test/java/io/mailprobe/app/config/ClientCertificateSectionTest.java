package io.mailprobe.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailprobe.app.config.bind.Problem;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.ClientCertificate;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit.certificate}, with files as they are and as they should not be. */
class ClientCertificateSectionTest {

  private static final TestCertificates AUTHORITY = new TestCertificates();
  private static final TestCertificates.Client OWN = AUTHORITY.forClient("relay.contoso.com");

  @TempDir private Path folder;

  @Test
  void isReadAndReadAgainWhenItChanges() throws Exception {
    Path crt = OWN.certificatePem(folder);
    OWN.keyPem(folder);
    Delivery delivery = delivery("certificate: {certificate: client.crt, key: client.key}");
    assertThat(delivery.tls()).as("never in clear text").isEqualTo(TlsMode.STARTTLS);
    ClientCertificate certificate = delivery.certificate().orElseThrow();
    assertThat(certificate.current().certificate()).isEqualTo(OWN.chain().getFirst());
    assertThat(certificate.current().toString()).isEqualTo("Shown[CN=relay.contoso.com]");

    TestCertificates.Client next = AUTHORITY.forRsaClient("next.contoso.com");
    next.certificatePem(folder);
    assertThat(certificate.current().certificate())
        .as("its key is not there yet")
        .isEqualTo(OWN.chain().getFirst());
    next.keyPem(folder);
    assertThat(certificate.current().certificate()).isEqualTo(next.chain().getFirst());
    Files.delete(crt);
    assertThat(certificate.current().certificate()).isEqualTo(next.chain().getFirst());
  }

  @Test
  void mayBeNamedByTheServersMechanismToo() throws Exception {
    OWN.certificatePem(folder);
    OWN.keyPem(folder);
    String certificate = "certificate: {certificate: client.crt, key: client.key}, ";
    assertThat(delivery(certificate + "auth: {external: {}}").auth())
        .isEqualTo(new Auth.External(""));
    assertThat(delivery(certificate + "tls: implicit, auth: {external: {user: probe}}"))
        .returns(new Auth.External("probe"), Delivery::auth)
        .returns(TlsMode.IMPLICIT, Delivery::tls);
    assertThat(problems("auth: {external: {}}"))
        .containsExactly(
            "c:4:92 routes[0].submit.auth.external: the certificate says who it is: give"
                + " certificate beside auth");
  }

  @Test
  void isShownUnderTlsOnly() throws Exception {
    OWN.certificatePem(folder);
    OWN.keyPem(folder);
    assertThat(problems("tls: none, certificate: {certificate: client.crt, key: client.key}"))
        .containsExactly(
            "c:4:80 routes[0].submit.tls: a certificate is shown under TLS only; use starttls or"
                + " implicit");
  }

  @Test
  void filesThatDoNotHoldAreToldWithTheirPlace() throws Exception {
    String files = "certificate: {certificate: client.crt, key: client.key}";
    assertThat(problems(files))
        .containsExactly(
            "c:4:102 routes[0].submit.certificate.certificate: the file cannot be read: it does not"
                + " exist",
            "c:4:119 routes[0].submit.certificate.key: the file cannot be read: it does not exist");

    OWN.certificatePem(folder);
    AUTHORITY.forClient("other.contoso.com").keyPem(folder);
    assertThat(problems(files))
        .containsExactly(
            "c:4:119 routes[0].submit.certificate.key: key %1$s/client.key is not that of %1$s/client.crt"
                .formatted(folder));

    Files.writeString(folder.resolve("client.key"), "hunter2");
    assertThat(problems(files)).singleElement().asString().contains("openssl pkcs8 -topk8");
    assertThat(problems(files)).noneMatch(problem -> problem.contains("hunter2"));

    Files.writeString(folder.resolve("client.crt"), "hunter2");
    assertThat(problems(files))
        .singleElement()
        .asString()
        .startsWith("c:4:102 routes[0].submit.certificate.certificate: certificate ");
  }

  @Test
  void oneForServersOnlyIsWarnedOf() throws Exception {
    TestCertificates.Server server = AUTHORITY.forNames("mail.contoso.com");
    Files.move(server.certificatePem(folder), folder.resolve("client.crt"));
    Files.move(server.keyPem(folder), folder.resolve("client.key"));
    assertThat(read("certificate: {certificate: client.crt, key: client.key}").warnings())
        .extracting(Problem::key)
        .containsExactly("routes[0].submit.certificate.certificate");
  }

  private Delivery delivery(String submit) throws ConfigException, IOException {
    ConfigFile file = read(submit);
    assertThat(file.warnings()).isEmpty();
    return file.config().routes(_ -> CompletableFuture::new).getFirst().delivery();
  }

  private List<String> problems(String submit) {
    ConfigException fault = catchThrowableOfType(ConfigException.class, () -> read(submit));
    return fault.problems().stream()
        .map(problem -> problem.describe("c").lines().findFirst().orElseThrow())
        .toList();
  }

  private ConfigFile read(String submit) throws ConfigException, IOException {
    Path file =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            region: emea
            keys: [{id: k1, secret: 0123456789abcdef}]
            receiver: {hostname: mx.example.net, domains: [example.net]}
            routes: [{name: o, path: outbound, from: a@b.c, to: example.net, submit: {%s, to: "mx:b.c"}}]
            """
                .formatted(submit));
    return ConfigFile.read(file, new Machine());
  }
}
