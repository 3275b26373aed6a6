package io.mailprobe.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.app.config.bind.Problem;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.app.logging.LogSettings;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.account.Retention;
import io.mailprobe.prober.submit.AddressOrder;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.protocol.classify.Rule;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.store.StoreAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A configuration says what its user meant. */
class ConfigFileTest {

  private static final String LEAST =
      """
      region: emea
      keys: [{id: k1, secret: 0123456789abcdef}]
      """;
  private static final String CONTROL =
      """
      routes:
        - {name: control, path: control, to: Probe.Example.net, submit: {to: "mx:probe.example.net"}}
      """;

  private final TestMachine machine = new TestMachine();

  @Test
  void whatIsLeftOutHasItsDefault() throws ConfigException {
    Config config = machine.read(LEAST + CONTROL).config();

    assertThat(config.prober()).isEqualTo("emea-mail-host.example.net");
    assertThat(config.store()).isEqualTo(StoreAddress.folder(Path.of("/var/lib/mailprobe")));
    assertThat(config.http().listen()).isEqualTo(socket("127.0.0.1", 8080));
    assertThat(config.http().token()).isEmpty();
    assertThat(config.receiver()).isEmpty();
    assertThat(config.feeds()).isEmpty();
    assertThat(config.canaries()).isEmpty();
    assertThat(config.dnsServers()).isEmpty();
    assertThat(config.trust()).isEmpty();
    assertThat(config.serviceHealth()).isEmpty();
    assertThat(config.log()).isEqualTo(LogSettings.DEFAULT);

    Config.Route route = config.routes().getFirst();
    assertThat(route.every()).isEqualTo(Duration.ofMinutes(1));
    assertThat(route.deadline()).isEqualTo(Duration.ofMinutes(1));
    assertThat(route.giveUp()).isEqualTo(Duration.ofHours(24));
    assertThat(route.lossDeadline()).isEqualTo(Duration.ofHours(25));
    assertThat(route.maxInFlight()).isEqualTo(25 * 60 + 1);
    assertThat(route.from()).isEqualTo("probe@probe.example.net");
    assertThat(route.to()).isEqualTo(new Recipient.TokenAt("probe.example.net"));
    assertThat(route.submit().tls()).isEqualTo(TlsMode.OPPORTUNISTIC);
    assertThat(route.submit().ehlo()).isEqualTo("localhost");
    assertThat(route.submit().deadlines()).isEqualTo(Deadlines.DEFAULT);
  }

  @Test
  void everyKeyOfARouteReachesTheProber() throws ConfigException {
    Config config =
        machine
            .read(
                LEAST
                    + """
                    prober: emea-1
                    routes:
                      - name: outbound
                        path: outbound
                        every: 1m30s
                        deadline: 90s
                        give_up: 1h
                        loss_deadline: 2d
                        max_in_flight: 7
                        from: probe@contoso.com
                        to: loop@contoso.com
                        submit:
                          to: smtp.office365.com:587
                          tls: implicit
                          ehlo: emea-1.example.net
                          auth: {password: {user: probe@contoso.com, password: "hunter2"}}
                          timeouts: {phase: 500ms, session: 5s}
                    """)
            .config();

    io.mailprobe.prober.Route route = config.routes(client -> CompletableFuture::new).getFirst();

    assertThat(route.name()).isEqualTo("outbound");
    assertThat(route.region()).isEqualTo("emea");
    assertThat(route.prober()).isEqualTo("emea-1");
    assertThat(route.path()).isEqualTo(io.mailprobe.prober.Path.OUTBOUND);
    assertThat(route.every()).isEqualTo(Duration.ofSeconds(90));
    assertThat(route.deadline()).isEqualTo(Duration.ofSeconds(90));
    assertThat(route.giveUp()).isEqualTo(Duration.ofHours(1));
    assertThat(route.lossDeadline()).isEqualTo(Duration.ofDays(2));
    assertThat(route.maxInFlight()).isEqualTo(7);
    assertThat(route.from()).isEqualTo("probe@contoso.com");
    assertThat(route.to()).isEqualTo(new Recipient.Fixed("loop@contoso.com"));
    assertThat(route.delivery().target()).isEqualTo(new Target.Host("smtp.office365.com", 587));
    assertThat(route.delivery().tls()).isEqualTo(TlsMode.IMPLICIT);
    assertThat(route.delivery().heloName()).isEqualTo("emea-1.example.net");
    assertThat(route.delivery().auth())
        .isEqualTo(new Auth.Password("probe@contoso.com", "hunter2"));
    assertThat(route.delivery().deadlines())
        .isEqualTo(new Deadlines(Duration.ofMillis(500), Duration.ofSeconds(5)));
    assertThat(config.toString()).doesNotContain("hunter2");
  }

  @Test
  void aGivenTokenIsHandedOut() throws ConfigException {
    Auth auth = auth("{mailbox: probe@contoso.com, token: eyJ0}");
    assertThat(auth).isInstanceOf(Auth.XOAuth2.class);
    assertThat(((Auth.XOAuth2) auth).tokens().token()).isCompletedWithValue("eyJ0");
  }

  @Test
  void anApplicationsCredentialsAreGivenToWhoeverFetchesTokens() throws ConfigException {
    Auth auth = auth("{tenant: t1, client: c1, secret: hunter2, mailbox: probe@contoso.com}");
    assertThat(((Auth.XOAuth2) auth).tokens().token())
        .isCompletedWithValue(
            "ClientCredentials[tenant=t1, client=c1, proof=ClientSecret[secret=(secret)],"
                + " authority=https://login.microsoftonline.com,"
                + " scope=https://outlook.office365.com/.default]");
  }

  @Test
  void anApplicationShowsItselfByAnyProofInAnyCloud() throws ConfigException {
    machine.file("/etc/mailprobe/app.crt", "PEM").file("/etc/mailprobe/app.key", "PEM");
    assertThat(
            asked(
                "{tenant: t1, client: c1, certificate: {certificate: app.crt, key: app.key},"
                    + " mailbox: probe@contoso.com, cloud: us-gov-high}"))
        .isEqualTo(
            "ClientCredentials[tenant=t1, client=c1,"
                + " proof=Certificate[files=PemFiles[certificate=/etc/mailprobe/app.crt,"
                + " key=/etc/mailprobe/app.key]], authority=https://login.microsoftonline.us,"
                + " scope=https://outlook.office365.us/.default]");
    assertThat(
            asked(
                "{tenant: t1, client: c1, federated_token: /run/token, mailbox: probe@contoso.com,"
                    + " cloud: china, authority: \"https://login.example.cn\"}"))
        .isEqualTo(
            "ClientCredentials[tenant=t1, client=c1, proof=FederatedToken[file=/run/token],"
                + " authority=https://login.example.cn, scope=https://partner.outlook.cn/.default]");
    assertThat(asked("{managed_identity: system, mailbox: probe@contoso.com}"))
        .startsWith("ClientCredentials[tenant=machine, client=machine, proof=ManagedIdentity[]");
    assertThat(asked("{managed_identity: 1b2c, mailbox: probe@contoso.com}"))
        .startsWith("ClientCredentials[tenant=machine, client=1b2c, proof=ManagedIdentity[]");
  }

  @Test
  void serviceHealthIsReadInTheTenantsCloud() throws ConfigException {
    assertThat(
            health("{tenant: t, client: c, federated_token: /run/token, cloud: china, every: 5m}"))
        .isEqualTo(
            new Config.ServiceHealth(
                new ClientCredentials(
                    "t",
                    "c",
                    new ClientProof.FederatedToken(Path.of("/run/token")),
                    URI.create("https://login.partner.microsoftonline.cn"),
                    "https://microsoftgraph.chinacloudapi.cn/.default"),
                URI.create("https://microsoftgraph.chinacloudapi.cn"),
                Duration.ofMinutes(5)));
    assertThat(health("{managed_identity: system, graph: \"https://graph.example.net/\"}").graph())
        .hasToString("https://graph.example.net/");
    assertThat(health("{managed_identity: system, cloud: us-gov-dod}").graph())
        .hasToString("https://dod-graph.microsoft.us");
    assertThat(health("{managed_identity: system, cloud: us-gov-high}").application().scope())
        .isEqualTo("https://graph.microsoft.us/.default");
  }

  private Config.ServiceHealth health(String section) throws ConfigException {
    return machine
        .read(LEAST + CONTROL + "service_health: " + section + "\n")
        .config()
        .serviceHealth()
        .orElseThrow();
  }

  @Test
  void aPasswordForExchangeOnlineIsWarnedOfWithTheDay() throws ConfigException {
    String route =
        "routes: [{name: o, path: outbound, from: a@b.c, to: d.e, submit: {to:"
            + " \"%s:587\", auth: {password: {user: a@b.c, password: hunter2}}}}]\n";
    String off = "Exchange Online switches off passwords for SMTP (";
    for (String host :
        List.of("smtp.office365.com", "SMTP.office365.us", "smtp.partner.outlook.cn")) {
      assertThat(machine.read(LEAST + route.formatted(host)).warnings())
          .filteredOn(warning -> warning.key().equals("routes[0].submit.auth.password"))
          .singleElement()
          .extracting(Problem::message)
          .asString()
          .startsWith(off + "2026-12-31;");
    }
    assertThat(machine.read(LEAST + route.formatted("smtp.example.net")).warnings())
        .noneMatch(warning -> warning.message().startsWith(off));
    assertThat(
            machine
                .read(
                    LEAST + "basic_auth_off: 2027-10-01\n" + route.formatted("smtp.office365.com"))
                .warnings())
        .anyMatch(warning -> warning.message().startsWith(off + "2027-10-01;"));
  }

  @Test
  void aMailServerOfExchangeOnlineThatIsWrittenOutIsWarnedOf() throws ConfigException {
    String route =
        "routes: [{name: i, path: inbound, from: a@d.e, to: loop@b.c, submit: {to: \"%s\"}}]\n";
    for (String host :
        List.of("contoso-com.mail.protection.outlook.com:25", "contoso-com.a1.mx.microsoft:25")) {
      assertThat(machine.read(LEAST + route.formatted(host)).warnings())
          .filteredOn(warning -> warning.key().equals("routes[0].submit.to"))
          .singleElement()
          .extracting(Problem::message)
          .asString()
          .contains("use mx: and the domain");
    }
    for (String fine : List.of("mx:contoso.com", "smtp.hve.mx.microsoft:587", "mx.b.c:25")) {
      assertThat(machine.read(LEAST + route.formatted(fine)).warnings())
          .noneMatch(warning -> warning.key().equals("routes[0].submit.to"));
    }
  }

  private String asked(String xoauth2) throws ConfigException {
    return ((Auth.XOAuth2) auth(xoauth2)).tokens().token().join();
  }

  @Test
  void rulesStandInPlaceOrInAFile() throws ConfigException {
    String rule = "[{name: mine, text: Wartung, reason: not_accepting, advice: Wait}]";
    String least = LEAST + "receiver: {hostname: mx.example.net, domains: [example.net]}\n";
    machine.file("/etc/mailprobe/rules.yaml", "rules: " + rule);

    Config inPlace = machine.read(least + "classification: {rules: " + rule + "}").config();
    Config inFile = machine.read(least + "classification: {rules: rules.yaml}").config();

    assertThat(inPlace.rules()).singleElement().extracting(Rule::name).isEqualTo("mine");
    assertThat(inFile.rules()).isEqualTo(inPlace.rules());
    assertThat(machine.read(least).config().rules()).isEmpty();
  }

  @Test
  void whatIsWrongInAFileOfRulesIsToldWithItsOwnPlace() {
    machine.file(
        "/etc/mailprobe/rules.yaml",
        """
        rules:
          - {name: mine, text: Wartung, reason: not_acepting}
          - {name: mine, code: 421}
        """);
    assertThatThrownBy(() -> machine.read(LEAST + CONTROL + "classification: {rules: rules.yaml}"))
        .isInstanceOfSatisfying(
            ConfigException.class,
            fault ->
                assertThat(fault.problems())
                    .filteredOn(problem -> problem.key().equals("classification.rules"))
                    .hasSize(3)
                    .allMatch(problem -> problem.place().line() == 5)
                    .extracting(Problem::message)
                    .anyMatch(
                        text -> text.startsWith("/etc/mailprobe/rules.yaml:2:41 rules[0].reason"))
                    .anyMatch(
                        text -> text.startsWith("/etc/mailprobe/rules.yaml:3:12 rules[1].name"))
                    .anyMatch(text -> text.contains("rules[1].reason: is missing")));
  }

  private Auth auth(String xoauth2) throws ConfigException {
    String submit = "{to: \"smtp.office365.com:587\", auth: {xoauth2: " + xoauth2 + "}}";
    Config config =
        machine
            .read(
                LEAST
                    + "routes: [{name: o, path: outbound, from: a@b.c, to: d.e, submit: "
                    + submit
                    + "}]")
            .config();
    assertThat(config.routes().getFirst().submit().tls()).isEqualTo(TlsMode.STARTTLS);
    return config
        .routes(client -> () -> CompletableFuture.completedFuture(client.toString()))
        .getFirst()
        .delivery()
        .auth();
  }

  @Test
  void aDatabaseIsReachedWithWhatIsSaidOfItAndShowsNoSecret() throws ConfigException {
    Config config =
        machine
            .file("/run/secrets/db", "p&ss%word\n")
            .read(
                LEAST
                    + CONTROL
                    + """
                    store: "jdbc:postgresql://db1:5433,db2/probes?sslmode=verify-full&user=nobody&password=x%26y"
                    database: {user: mailprobe, password: "${file:/run/secrets/db}"}
                    retention: {successes: 7d, failures: 30d, arrivals: 5d, size: 500MB}
                    """)
            .config();
    StoreAddress.Server server = (StoreAddress.Server) config.store();
    assertThat(server.url()).isEqualTo("jdbc:postgresql://db1:5433,db2/probes");
    assertThat(server.parameters()).isEqualTo(Map.of("sslmode", "verify-full"));
    assertThat(server.user()).contains("mailprobe");
    assertThat(server.password()).contains("p&ss%word");
    assertThat(config.store().toString()).doesNotContain("p&ss", "x&y");
    assertThat(config.toString()).doesNotContain("p&ss", "x&y");
    assertThat(config.retention())
        .isEqualTo(new Retention(Duration.ofDays(7), Duration.ofDays(30), 500_000_000));
  }

  @Test
  void aPasswordMayStandInTheUrl() throws ConfigException {
    Config config =
        machine
            .file("/run/secrets/db", "secret")
            .read(
                LEAST
                    + CONTROL
                    + "store: \"jdbc:postgresql://db/p?user=me&password=${file:/run/secrets/db}\"\n")
            .config();
    StoreAddress.Server server = (StoreAddress.Server) config.store();
    assertThat(server.user()).contains("me");
    assertThat(server.password()).contains("secret");
  }

  @Test
  void everyKeyOfAReceiverReachesIt() throws ConfigException {
    Config config =
        machine
            .file("/etc/mailprobe/tls.crt", "")
            .file("/etc/mailprobe/tls.key", "")
            .read(
                LEAST
                    + """
                    store: sqlite:data
                    receiver:
                      listen: "[::1]:0"
                      hostname: mx.probe.example.net
                      domains: [probe.example.net, probe.example.org]
                      addresses: [loop@probe.example.net]
                      tls: {certificate: tls.crt, key: /etc/mailprobe/tls.key}
                      limits:
                        connections: 1
                        connections_per_peer: 2
                        message: 512kB
                        recipients: 3
                        bad_commands: 4
                        refusals: 7
                        idle: 5s
                        session: 6s
                    """)
            .config();

    assertThat(config.receiver())
        .hasValue(
            new ReceiverSettings(
                socket("::1", 0),
                "mx.probe.example.net",
                List.of("probe.example.net", "probe.example.org"),
                List.of("loop@probe.example.net"),
                Optional.of(
                    new ReceiverSettings.PemFiles(
                        Path.of("/etc/mailprobe/tls.crt"), Path.of("/etc/mailprobe/tls.key"))),
                Path.of("/etc/mailprobe/data"),
                new ReceiverSettings.Limits(
                    1, 2, 512_000, 3, 4, 7, Duration.ofSeconds(5), Duration.ofSeconds(6))));
  }

  @Test
  void theOtherSectionsAreReadWhole() throws ConfigException {
    Config config =
        machine
            .file("/etc/mailprobe/ca.pem", "")
            .read(
                LEAST
                    + """
                    http: {listen: "0.0.0.0:8443", token: t0}
                    feeds: [{url: "https://mx1.example.net:8443", token: t1, ca: ca.pem}]
                    canaries: [{name: fronts, target: "mx:Contoso.com:2525", every: 5s, depth: rcpt}]
                    service_health: {tenant: t, client: c, secret: s}
                    dns: {servers: [192.0.2.53, "192.0.2.54:5353", "[2001:db8::1]:53", "2001:db8::2"]}
                    tls: {trust: ca.pem}
                    log: {format: json, level: debug}
                    """)
            .config();

    assertThat(config.http().listen()).isEqualTo(socket("0.0.0.0", 8443));
    assertThat(config.http().token()).hasValue(new Secret("t0"));
    assertThat(config.feeds())
        .containsExactly(
            new Config.Feed(
                URI.create("https://mx1.example.net:8443"),
                Optional.of(new Secret("t1")),
                Optional.of(Path.of("/etc/mailprobe/ca.pem"))));
    assertThat(config.canaries())
        .containsExactly(
            new Config.Canary(
                "fronts",
                io.mailprobe.prober.Path.INBOUND,
                new Config.Submit(
                    new Target.Mx("contoso.com", 2525),
                    TlsMode.OPPORTUNISTIC,
                    new Credentials.None(),
                    Optional.empty(),
                    AddressOrder.IPV4_FIRST,
                    "localhost",
                    Deadlines.DEFAULT),
                Duration.ofSeconds(5),
                Config.Depth.RCPT,
                "",
                "postmaster@contoso.com",
                100,
                Config.Addresses.IPV4));
    assertThat(config.serviceHealth())
        .hasValue(
            new Config.ServiceHealth(
                new ClientCredentials(
                    "t",
                    "c",
                    new ClientProof.ClientSecret(new Secret("s")),
                    URI.create("https://login.microsoftonline.com"),
                    "https://graph.microsoft.com/.default"),
                URI.create("https://graph.microsoft.com"),
                Duration.ofMinutes(2)));
    assertThat(config.dnsServers())
        .containsExactly(
            socket("192.0.2.53", 53),
            socket("192.0.2.54", 5353),
            socket("2001:db8::1", 53),
            socket("2001:db8::2", 53));
    assertThat(config.trust()).hasValue(Path.of("/etc/mailprobe/ca.pem"));
    assertThat(config.log())
        .isEqualTo(new LogSettings(LogSettings.Format.JSON, LogSettings.Level.DEBUG));
  }

  @Test
  void theFirstKeySignsAndASecretFromAFileLosesItsLineEnd() throws ConfigException {
    machine.file("/run/secrets/k2", "abcdefghijklmnopqrstuvwxyz\r\n");
    String canary = "canaries: [{name: c, target: \"mx:contoso.com\"}]\n";
    String k1 = "{id: k1, secret: 0123456789abcdef}";
    String k2 = "{id: k2, secret: \"${file:/run/secrets/k2}\"}";
    String k2InPlace = "{id: k2, secret: abcdefghijklmnopqrstuvwxyz}";
    String keys = "region: emea\n" + canary + "keys: ";

    RecipientToken both = tokens(keys + "[" + k1 + ", " + k2 + "]");
    RecipientToken onlyFirst = tokens(keys + "[" + k1 + "]");
    RecipientToken onlySecond = tokens(keys + "[" + k2InPlace + "]");

    ProbeId id = new ProbeId(1, 2);
    assertThat(onlyFirst.verify(both.print(id))).hasValue(id);
    assertThat(onlySecond.verify(both.print(id))).isEmpty();
    assertThat(both.verify(onlySecond.print(id))).hasValue(id);
  }

  private RecipientToken tokens(String content) throws ConfigException {
    return new RecipientToken(machine.read(content).config().keys());
  }

  @ParameterizedTest
  @CsvSource({
    "${env:REGION}, emea",
    "${env:REGION}-${env:NONE:-1}, emea-1",
    "${env:EMPTY:-apac}, apac",
    "x${file:region}y, xamery",
  })
  void variablesAndFilesArePutInAnywhereInAValue(String written, String meant)
      throws ConfigException {
    machine
        .variable("REGION", "emea")
        .variable("EMPTY", "")
        .file("/etc/mailprobe/region", "amer\n");
    String content = (LEAST + CONTROL).replace("region: emea", "region: '" + written + "'");
    assertThat(machine.read(content).config().region()).isEqualTo(meant);
  }

  @Test
  void aDoubledDollarIsPlainText() throws ConfigException {
    Config config = machine.read(LEAST + CONTROL + "http: {token: '$${env:X}$x'}").config();
    assertThat(config.http().token()).hasValue(new Secret("${env:X}$x"));
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsDoNoHarm() throws ConfigException {
    String content = "\uFEFF" + (LEAST + CONTROL).replace("\n", "\r\n");
    assertThat(machine.read(content).config().region()).isEqualTo("emea");
  }

  @Test
  void anAliasStandsForItsAnchor() throws ConfigException {
    Config config =
        machine
            .read(
                LEAST
                    + """
                    routes:
                      - {name: a, path: control, to: b.c, submit: &submit {to: "mx:b.c"}}
                      - {name: b, path: control, to: b.c, submit: *submit}
                    """)
            .config();
    assertThat(config.routes().get(1).submit()).isEqualTo(config.routes().get(0).submit());
  }

  @Test
  void aShortLossDeadlineBringsTheGiveUpDown() throws ConfigException {
    String content = LEAST + CONTROL.replace("to: Probe", "loss_deadline: 10m, to: Probe");
    Config.Route route = machine.read(content).config().routes().getFirst();
    assertThat(route.giveUp()).isEqualTo(Duration.ofMinutes(10));
    assertThat(route.maxInFlight()).isEqualTo(11);
  }

  @Test
  void aSafeguardIsLiftedByItsName() throws ConfigException {
    Config.Route route =
        machine
            .read(
                LEAST
                    + """
                    routes:
                      - name: fast
                        path: outbound
                        every: 5s
                        from: a@b.c
                        to: d.e
                        submit: {to: "mail.b.c:25", tls: none, auth: {password: {user: a, password: b}}}
                        override: [mailbox-rate, clear-text-auth]
                    """)
            .config()
            .routes()
            .getFirst();
    assertThat(route.every()).isEqualTo(Duration.ofSeconds(5));
    assertThat(route.overrides())
        .containsExactly(Config.Safeguard.MAILBOX_RATE, Config.Safeguard.CLEAR_TEXT_AUTH);
  }

  @Test
  void withoutAuthARouteMayBeAsFastAsItLikes() throws ConfigException {
    String content = LEAST + CONTROL.replace("to: Probe", "every: 50ms, to: Probe");
    assertThat(machine.read(content).config().routes().getFirst().every())
        .isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void whatIsOddIsToldWithoutKeepingItFromRunning() throws ConfigException {
    ConfigFile deaf = machine.read(LEAST + CONTROL);
    assertThat(deaf.warnings()).extracting(Problem::key).containsExactly("routes[0].to");

    ConfigFile open =
        machine.read(
            LEAST
                + """
                http: {listen: ":8080"}
                receiver:
                  hostname: mx.probe.example.net
                  domains: [probe.example.net]
                  tls: {certificate: none.crt, key: none.key}
                """);
    assertThat(open.warnings().stream().map(each -> each.describe("c")))
        .containsExactly(
            "c:3:16: warning: http.listen: whoever can connect can read the receiver's feed; give a"
                + " token",
            "c:7:22: warning: receiver.tls.certificate: the file cannot be read: it does not exist",
            "c:7:37: warning: receiver.tls.key: the file cannot be read: it does not exist");
  }

  private static InetSocketAddress socket(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
