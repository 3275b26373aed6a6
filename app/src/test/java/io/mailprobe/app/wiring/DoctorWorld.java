package io.mailprobe.app.wiring;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.ConfigException;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.Machine;
import io.mailprobe.app.doctor.Doctor;
import io.mailprobe.app.doctor.Finding;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.simulator.Simulator;
import io.mailprobe.simulator.SimulatorSettings;
import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.simulator.entra.Application;
import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.entra.Federation;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.simulator.topology.Latency;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.simulator.topology.Tenant;
import io.mailprobe.simulator.web.WebAnswer;
import io.mailprobe.simulator.web.WebServer;
import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.tls.TestCertificates;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tenant, its sign-in service, its name server, a web server for policies, and a configuration
 * that fits all of it: healthy until something is broken.
 */
final class DoctorWorld implements AutoCloseable {

  static final String TENANT = "8f9d1c5e-0c6b-4d2e-9a51-3f1d5f0f4a77";
  static final String CLIENT = "1b2c3d4e-5f60-4718-8a9b-0c1d2e3f4a5b";
  static final String WORKLOAD = "2c3d4e5f-6071-4829-9bac-1d2e3f4a5b6c";
  static final String MAILBOX = "probe@amer.contoso.example";
  static final String ALIAS = "alias@amer.contoso.example";
  static final String LOOP = "loop@amer.contoso.example";
  static final String FORWARDING = "forwarding@amer.contoso.example";
  static final String DOMAIN = "probe.example";
  static final String MX = "mx.probe.example";

  private static final String ISSUER = "https://oidc.example/cluster";
  private static final Region REGION =
      new Region(
          "amer",
          "namprd07",
          List.of("SJ5", "BL0"),
          List.of("127.0.11.1", "127.0.11.2"),
          "127.0.11.100",
          Latency.ofMillis(20, 0.1));

  final Path folder;
  final int receiverPort = Ports.free();
  final int feedPort = Ports.free();
  final int closedPort = Ports.free();
  final TestCertificates certificates = new TestCertificates();
  final X509Bundle application;
  final Simulator simulator;
  private final TimeAndChance given = TimeAndChance.seeded(20260602);
  private final WebServer policies;
  private final Zone healthy;
  private final List<AutoCloseable> besides = new ArrayList<>();
  private volatile String policy = "";

  DoctorWorld(Path folder) throws Exception {
    this.folder = folder;
    application =
        new CertificateBuilder()
            .rsa2048()
            .subject("CN=mailprobe")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    simulator = new Simulator(settings(), given.clock(), given.scheduler(), given.random());
    simulator.start();
    policies =
        new WebServer(
            certificates.forNames("mta-sts." + DOMAIN, "127.0.0.1").context(),
            List.of(_ -> Optional.of(new WebAnswer(200, Map.of(), policy))),
            given.scheduler());
    policies.start(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    Files.writeString(
        folder.resolve("trust.pem"),
        simulator.authorityPem() + Files.readString(certificates.authorityPem(folder)));
    Path own = Files.createDirectories(folder.resolve("own"));
    TestCertificates.Server server = certificates.forNames(MX);
    server.certificatePem(own);
    server.keyPem(own);
    Files.writeString(folder.resolve("app.crt"), application.getCertificatePathPEM());
    Files.writeString(folder.resolve("app.key"), application.getPrivateKeyPEM());
    healthy =
        simulator
            .names()
            .zone()
            .text(DOMAIN, "v=spf1 mx -all")
            .text("amer.contoso.example", "v=spf1 include:spf.office365.example -all")
            .text("spf.office365.example", "v=spf1 ip4:127.0.11.0/24 ip4:127.0.12.0/24 -all")
            .pointer("127.0.0.1", MX);
    simulator.names().serve(healthy);
  }

  private SimulatorSettings settings() {
    Mailbox mailbox =
        new Mailbox(
            MAILBOX, Set.of(), Optional.of("hunter2"), Set.of(CLIENT, WORKLOAD), Set.of(ALIAS));
    Mailbox forwarding = Mailbox.withPassword(FORWARDING, "hunter2");
    Application registered =
        new Application(
            CLIENT,
            Set.of("hunter2~hunter2"),
            List.of(application.getCertificate()),
            List.of(),
            Set.of("ServiceHealth.Read.All"));
    Application workload =
        Application.federated(
            WORKLOAD, new Federation(ISSUER, "mail:probe", application.getKeyPair().getPublic()));
    SimulatorSettings standard = SimulatorSettings.standard(List.of(), Map.of(), Map.of());
    return new SimulatorSettings(
        List.of(REGION),
        0,
        new Tenant(
            Set.of("amer.contoso.example"),
            List.of(mailbox, forwarding),
            Map.of(LOOP, "loop@" + DOMAIN),
            Map.of(FORWARDING, "loop@" + DOMAIN)),
        Map.of(DOMAIN, new NextHop("127.0.0.1", receiverPort)),
        standard.retries(),
        standard.capacity(),
        standard.sessions(),
        standard.sending(),
        EntraSettings.of(TENANT, registered, workload));
  }

  /** The configuration of a healthy set-up, but for what {@link #filledIn} fills in. */
  String configuration() {
    return """
        region: emea
        prober: emea-1
        keys: [{id: k1, secret: "a secret for tests, long enough"}]
        store: "sqlite:FOLDER/store"
        http: {listen: "127.0.0.1:%1$d"}
        dns: {servers: ["127.0.0.1:%2$d"]}
        tls: {trust: "FOLDER/trust.pem"}
        receiver:
          listen: "127.0.0.1:RECEIVER_PORT"
          hostname: mx.probe.example
          domains: [probe.example]
          addresses: [loop@probe.example]
          tls: {certificate: "FOLDER/own/server.crt", key: "FOLDER/own/server.key"}
        routes:
          - name: outbound
            path: outbound
            every: 60s
            from: probe@amer.contoso.example
            to: probe.example
            submit:
              to: "smtp-amer.office365.example:TENANT_PORT"
              tls: starttls
              auth: {xoauth2: {tenant: %3$s, client: %4$s, secret: hunter2~hunter2, mailbox: probe@amer.contoso.example, authority: "%5$s"}}
          - name: inbound
            path: inbound
            every: 60s
            from: bounces@probe.example
            to: loop@amer.contoso.example
            submit: {to: "mx:amer.contoso.example:TENANT_PORT", tls: opportunistic}
          - name: control
            path: control
            every: 60s
            to: probe.example
            submit: {to: "mx:probe.example:RECEIVER_PORT", tls: opportunistic}
        """
        .formatted(
            Ports.free(),
            simulator.nameServer().getPort(),
            TENANT,
            CLIENT,
            simulator.signInAddress());
  }

  /** A text with this world's folder and ports in their places. */
  String filledIn(String text) {
    return text.replace("FOLDER", folder.toString())
        .replace("SIGN_IN", simulator.signInAddress().toString())
        .replace("RECEIVER_PORT", Integer.toString(receiverPort))
        .replace("TENANT_PORT", Integer.toString(simulator.port()))
        .replace("FEED_PORT", Integer.toString(feedPort))
        .replace("CLOSED_PORT", Integer.toString(closedPort));
  }

  /** Runs another configuration, until all is mended. */
  void run(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("other.yaml"), yaml);
    Config config = ConfigFile.read(file, new Machine()).config();
    Node node = new Node(Plans.of(config, given.clock()), given);
    besides.add(node);
    node.start();
  }

  /** Keeps something open until all is mended. */
  void keep(AutoCloseable part) {
    besides.add(part);
  }

  /** The names of a healthy set-up. */
  Zone zone() {
    return healthy;
  }

  /** What the web server for policies answers from now on. */
  void publish(String text) {
    policy = text;
  }

  /** Looks at a configuration, and lets a probe take so long. */
  List<Finding> examine(String yaml, Duration patience) throws Exception {
    return examine(yaml, patience, given.clock());
  }

  List<Finding> examine(String yaml, Duration patience, Clock clock) throws Exception {
    List<Finding> findings = new ArrayList<>();
    TimeAndChance own = new TimeAndChance(clock, given.scheduler(), new SecureRandom());
    new Doctor(DoctorProgram.tools(read(yaml), own, patience, policies.address().getPort()))
        .examine(findings::add);
    return findings;
  }

  private Config read(String yaml) throws IOException, ConfigException {
    Path file = Files.writeString(folder.resolve("mailprobe.yaml"), yaml);
    return ConfigFile.read(file, new Machine()).config();
  }

  /** This machine's clock, set ahead. */
  Clock clockAhead(Duration by) {
    Clock machine = given.clock();
    return new Clock() {
      @Override
      public Instant wall() {
        return machine.wall().plus(by);
      }

      @Override
      public long nanos() {
        return machine.nanos();
      }
    };
  }

  /** A token as a cluster gives it to a workload, as a file. */
  Path federatedToken() throws Exception {
    long now = Instant.now().getEpochSecond();
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"mail:probe\",\"aud\":[\"api://AzureADTokenExchange\"],\"nbf\":%d,\"exp\":%d}"
            .formatted(ISSUER, now, now + 3_600);
    String signed = encoded("{\"alg\":\"RS256\",\"kid\":\"cluster\"}") + "." + encoded(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(application.getKeyPair().getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return Files.writeString(
        folder.resolve("federated"),
        signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign()));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** All is as it was at first. */
  void mend() throws Exception {
    for (AutoCloseable part : besides) {
      part.close();
    }
    besides.clear();
    for (TenantSetting setting : TenantSetting.values()) {
      simulator.tenantSettings().mend(setting);
    }
    simulator.web().mend();
    simulator.faults().clear();
    simulator.names().serve(healthy);
    policy = "";
  }

  @Override
  public void close() {
    policies.close();
    simulator.close();
    given.close();
  }
}
