package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.Machine;
import io.mailprobe.app.wiring.SendProgram;
import io.mailprobe.testkit.peers.Dovecot;
import io.mailprobe.testkit.peers.Exim;
import io.mailprobe.testkit.peers.EximSmarthost;
import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.peers.Postfix;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real mail servers as the smarthost, by each way to encrypt and to say who we are: a probe is sent
 * from a configuration, and arrives at our receiver or is refused as it should be.
 */
@Timeout(120)
class SmarthostIT {

  private static final String DOMAIN = "probe.example.net";
  private static final String USER = "probe@contoso.test";
  private static final String PASSWORD = "correct-horse";
  private static final String TOKEN = "eyJ0eXAi".repeat(250); // As long as Entra's.
  private static final String RELAY = "relay.contoso.test";

  private static final TestCertificates THEIRS = new TestCertificates("their authority");
  private static final TestCertificates OURS = new TestCertificates("our authority");

  @TempDir private static Path folder;
  private static int receiverPort;
  private static Dovecot dovecot;
  private static Postfix postfix;
  private static Exim exim;
  private static EximSmarthost eximDoors;

  @BeforeAll
  static void startServers() throws IOException {
    receiverPort = Ports.free();
    TestCertificates.Server server = THEIRS.forNamesWithRsa("localhost", "127.0.0.1");
    Path certificate = server.certificatePem(folder);
    Path key = server.keyPem(folder);
    Path trusted = THEIRS.authorityPem(Files.createDirectory(folder.resolve("theirs")));
    assertThat(trusted).exists();
    Path clients = OURS.authorityPem(Files.createDirectory(folder.resolve("ours")));
    write("known", OURS.forClient(RELAY));
    write("foreign", new TestCertificates().forClient(RELAY));
    dovecot = Dovecot.start(Map.of(USER, PASSWORD), Map.of(TOKEN, USER));
    postfix =
        Postfix.startWithDoors(
            DOMAIN,
            receiverPort,
            Map.of(
                "clear",
                List.of(
                    "smtpd_tls_security_level=none",
                    "smtpd_sasl_auth_enable=no",
                    "smtpd_relay_restrictions=permit_mynetworks,reject"),
                "open",
                List.of("smtpd_relay_restrictions=permit_mynetworks,reject"),
                "login",
                List.of("smtpd_sasl_mechanism_filter=login"),
                "implicit",
                List.of("smtpd_tls_wrappermode=yes"),
                "ask",
                List.of("smtpd_tls_ask_ccert=yes"),
                "require",
                List.of("smtpd_tls_security_level=encrypt", "smtpd_tls_req_ccert=yes")),
            "smtpd_error_sleep_time=0",
            "smtpd_tls_security_level=may",
            "smtpd_tls_cert_file=" + certificate,
            "smtpd_tls_key_file=" + key,
            "smtpd_tls_CAfile=" + clients,
            "smtpd_sasl_auth_enable=yes",
            "smtpd_sasl_type=dovecot",
            "smtpd_sasl_path=" + dovecot.saslPath(),
            "smtpd_relay_restrictions=permit_sasl_authenticated,permit_tls_all_clientcerts,reject");
    eximDoors =
        new EximSmarthost(Ports.free(), Ports.free(), USER, PASSWORD, certificate, key, clients);
    exim = Exim.start(DOMAIN, receiverPort, eximDoors);
  }

  private static void write(String name, TestCertificates.Client client) throws IOException {
    Path own = Files.createDirectory(folder.resolve(name));
    client.certificatePem(own);
    client.keyPem(own);
  }

  @AfterAll
  static void stopServers() throws IOException {
    exim.close();
    postfix.close();
    dovecot.close();
  }

  /** Each with what the dialogue shows and how it ends. */
  @ParameterizedTest(name = "{0}: {1}, {2}, {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postfix clear    | none          | nobody           |           | RCPT TO                     | arrives
          postfix clear    | opportunistic | nobody           |           | RCPT TO                     | arrives
          postfix open     | opportunistic | nobody           |           | TLSv1.3                     | arrives
          postfix clear    | starttls      | nobody           |           |                             | does not offer STARTTLS
          postfix starttls | opportunistic | nobody           |           | TLSv1.3                     | rejected in phase rcpt
          postfix starttls | starttls      | password         |           | AUTH PLAIN ***              | arrives
          postfix login    | starttls      | password         |           | AUTH LOGIN                  | arrives
          postfix implicit | implicit      | password         |           | AUTH PLAIN ***              | arrives
          postfix starttls | starttls      | token            |           | AUTH XOAUTH2                | arrives
          postfix starttls | starttls      | wrong password   |           | 535 5.7.8                   | auth_failed in phase auth
          postfix login    | starttls      | wrong password   |           | AUTH LOGIN                  | auth_failed in phase auth
          postfix starttls | starttls      | wrong token      |           | AUTH XOAUTH2 ***            | auth_failed in phase auth
          postfix clear    | none          | password         |           |                             | no AUTH mechanism fits
          postfix ask      | starttls      | nobody           | known     | we showed our certificate   | arrives
          postfix ask      | starttls      | nobody           |           | 554 5.7.1                   | rejected in phase rcpt
          postfix ask      | starttls      | nobody           | foreign   | 554 5.7.1                   | rejected in phase rcpt
          postfix require  | starttls      | nobody           | known     | we showed our certificate   | arrives
          postfix require  | starttls      | password         | known     | AUTH PLAIN ***              | arrives
          postfix require  | starttls      | nobody           |           | No client certificate       | deferred in phase tls_ehlo
          postfix require  | starttls      | nobody           | foreign   | certificate not trusted     | deferred in phase tls_ehlo
          postfix starttls | starttls      | password         | known     | asked for no certificate    | arrives
          exim starttls    | starttls      | password         |           | AUTH PLAIN ***              | arrives
          exim implicit    | implicit      | password         |           | AUTH LOGIN                  | arrives
          exim starttls    | opportunistic | nobody           |           | relay not permitted         | rejected in phase rcpt
          exim starttls    | starttls      | wrong password   |           | 535                         | auth_failed in phase auth
          exim starttls    | starttls      | nobody           | known     | we showed our certificate   | arrives
          exim starttls    | starttls      | nobody           | foreign   | relay not permitted         | rejected in phase rcpt
          exim starttls    | starttls      | certificate      | known     | AUTH EXTERNAL ***           | arrives
          exim strict      | starttls      | nobody           | known     | we showed our certificate   | arrives
          exim strict      | starttls      | nobody           |           | certificate of ours         | tls_failed
          exim strict      | starttls      | nobody           | foreign   |                             | tls_failed
          """)
  void theSmarthostTakesItOrSaysWhyNot(
      String door, String tls, String who, String certificate, String shown, String end)
      throws Exception {
    String submit =
        "{to: \"127.0.0.1:%d\", tls: %s%s%s}"
            .formatted(port(door), tls, auth(who), certificate(certificate));
    StringWriter said = new StringWriter();
    Config config = config(submit);
    int status =
        new SendProgram().send(config, config.routes().getFirst(), new PrintWriter(said, true));
    boolean arrives = end.equals("arrives");
    assertThat(said.toString())
        .as(() -> log(door))
        .contains(shown == null ? "" : shown)
        .contains(arrives ? "Arrived after" : end)
        .doesNotContain(PASSWORD, TOKEN);
    assertThat(status).as(said.toString()).isEqualTo(arrives ? 0 : 1);
  }

  private static String log(String door) {
    try {
      return door.startsWith("exim") ? exim.log() : postfix.log() + dovecot.log();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int port(String door) {
    return switch (door) {
      case "postfix starttls" -> postfix.port();
      case "exim starttls" -> exim.port();
      case "exim implicit" -> eximDoors.implicit();
      case "exim strict" -> eximDoors.strict();
      default -> postfix.port(door.substring("postfix ".length()));
    };
  }

  private static String auth(String who) {
    return switch (who) {
      case "nobody" -> "";
      case "password" -> password(PASSWORD);
      case "wrong password" -> password("wrong-horse");
      case "token" -> token(TOKEN);
      case "wrong token" -> token("eyJ0eXAi");
      case "certificate" -> ", auth: {external: {user: %s}}".formatted(RELAY);
      default -> throw new IllegalArgumentException(who);
    };
  }

  private static String password(String password) {
    return ", auth: {password: {user: %s, password: %s}}".formatted(USER, password);
  }

  private static String token(String token) {
    return ", auth: {xoauth2: {mailbox: %s, token: %s}}".formatted(USER, token);
  }

  private static String certificate(String name) {
    return name == null
        ? ""
        : ", certificate: {certificate: %1$s/client.crt, key: %1$s/client.key}".formatted(name);
  }

  private static Config config(String submit) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("mailprobe.yaml"),
            """
            region: emea
            keys: [{id: k1, secret: "a secret for tests, long enough"}]
            store: sqlite:store
            receiver: {listen: "127.0.0.1:%d", hostname: mx.%s, domains: [%s]}
            tls: {trust: theirs/authority.crt}
            routes:
              - {name: outbound, path: outbound, from: %s, to: %s, submit: %s}
            """
                .formatted(receiverPort, DOMAIN, DOMAIN, USER, DOMAIN, submit));
    return ConfigFile.read(file, new Machine()).config();
  }
}
