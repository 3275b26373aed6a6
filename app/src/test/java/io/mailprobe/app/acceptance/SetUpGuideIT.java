package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.Machine;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.app.wiring.SendProgram;
import io.mailprobe.simulator.Simulator;
import io.mailprobe.simulator.SimulatorSettings;
import io.mailprobe.simulator.dns.DnsServer;
import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.simulator.entra.Application;
import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.frontend.SendingLimits;
import io.mailprobe.simulator.frontend.SessionLimits;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.queue.RetryIntervals;
import io.mailprobe.simulator.queue.TransportQueue.Capacity;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.simulator.topology.Connector;
import io.mailprobe.simulator.topology.Latency;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.simulator.topology.Tenant;
import io.mailprobe.testkit.peers.Command;
import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * docs/set-up.md, followed to the letter, with the simulator as the tenant: nothing is changed but
 * what stands for a reader's own names, addresses and files. A step in PowerShell is taken by
 * putting right what it stands for.
 */
@Timeout(180)
class SetUpGuideIT {

  private static final String DOMAIN = "probe.example.net";
  private static final String TENANT_ID = "8f9d1c5e-0c6b-4d2e-9a51-3f1d5f0f4a77";
  private static final String CLIENT = "1b2c3d4e-5f60-4718-8a9b-0c1d2e3f4a5b";
  private static final String HOST = "127.0.0.1";
  private static final String HIGH_VOLUME_PASSWORD = "that of an account of its own";
  private static final String SECRET = "what Add-MgApplicationPassword shows";

  private static final Region AMER =
      new Region(
          "amer",
          "namprd07",
          List.of("SJ5"),
          List.of("127.0.22.1"),
          "127.0.22.100",
          Latency.ofMillis(50, 0));

  /** What each command of section 1 does for us; those that only look are not here. */
  private static final Map<String, TenantSetting> STEPS =
      Map.ofEntries(
          Map.entry("New-MgApplication", TenantSetting.APPLICATION),
          Map.entry("New-MgServicePrincipal", TenantSetting.APPLICATION),
          Map.entry("Add-MgApplicationPassword", TenantSetting.CLIENT_SECRET),
          Map.entry("New-ServicePrincipal", TenantSetting.MAILBOX_PERMISSION),
          Map.entry("New-ManagementScope", TenantSetting.MAILBOX_PERMISSION),
          Map.entry("New-ManagementRoleAssignment", TenantSetting.MAILBOX_PERMISSION),
          Map.entry("Set-CASMailbox", TenantSetting.MAILBOX_SMTP_AUTH),
          Map.entry("New-RetentionPolicyTag", TenantSetting.MAILBOX_QUOTA),
          Map.entry("New-RetentionPolicy", TenantSetting.MAILBOX_QUOTA),
          Map.entry("Set-Mailbox", TenantSetting.MAILBOX_QUOTA),
          Map.entry("New-Mailbox", TenantSetting.LOOP_RECIPIENT),
          Map.entry("New-MailContact", TenantSetting.LOOP_RULE),
          Map.entry("New-TransportRule", TenantSetting.LOOP_RULE),
          Map.entry(
              "New-MgServicePrincipalAppRoleAssignment", TenantSetting.SERVICE_HEALTH_PERMISSION),
          Map.entry("New-InboundConnector", TenantSetting.CONNECTOR));

  private static final Set<String> LOOKS =
      Set.of(
          "Connect-MgGraph",
          "Connect-ExchangeOnline",
          "Get-Date",
          "Get-MgContext",
          "Get-MgServicePrincipal",
          "Where-Object",
          "Out-File",
          "Test-ServicePrincipalAuthorization");

  private static final TestCertificates PUBLIC_AUTHORITY = new TestCertificates();

  @TempDir private Path folder;
  private final TimeAndChance given = TimeAndChance.real();
  private final int receiverPort = Ports.free();
  private final int httpPort = Ports.free();
  private Simulator simulator;
  private DnsServer names;
  private SetUpGuide guide;

  @BeforeEach
  void start() throws IOException {
    guide = SetUpGuide.read();
    simulator =
        new Simulator(
            new SimulatorSettings(
                List.of(AMER),
                0,
                new Tenant(
                        Set.of(AMER.tenantDomain()),
                        List.of(
                            Mailbox.ofApplications("probe@" + AMER.tenantDomain(), CLIENT),
                            Mailbox.withPassword(
                                "hve@" + AMER.tenantDomain(), HIGH_VOLUME_PASSWORD)),
                        Map.of("loop@" + AMER.tenantDomain(), "loop@" + DOMAIN),
                        Map.of())
                    .withConnectors(
                        new Connector(
                            "relay." + AMER.tenantDomain(), List.of(PUBLIC_AUTHORITY.authority()))),
                Map.of(DOMAIN, new NextHop("127.0.0.1", receiverPort)),
                RetryIntervals.exchangeOnline(),
                Capacity.standard(),
                SessionLimits.standard(),
                SendingLimits.exchangeOnline(),
                EntraSettings.of(TENANT_ID, Application.withSecret(CLIENT, SECRET))),
            given.clock(),
            given.scheduler(),
            given.random());
    simulator.start();
    names = new DnsServer(zone()).start(new InetSocketAddress(InetAddress.ofLiteral(HOST), 0));
  }

  /** The tenant's names, and what section 2 has published for the reader's own. */
  private Zone zone() {
    Zone zone =
        Zone.empty(Duration.ofSeconds(5))
            .address(AMER.submissionHost(), AMER.addresses().getFirst())
            .address(AMER.highVolumeHost(), AMER.addresses().getFirst())
            .address(AMER.mailExchanger(), AMER.addresses().getFirst())
            .mx(AMER.tenantDomain(), 10, AMER.mailExchanger());
    for (SetUpGuide.DnsRecord row : guide.section("2. ").dnsRecords()) {
      String name = row.name().replace(SetUpGuide.DnsRecord.HOST, HOST);
      String value = row.value().replace(SetUpGuide.DnsRecord.HOST, HOST);
      List<String> words = SetUpGuide.words(value);
      zone =
          switch (row.type()) {
            case "A" -> zone.address(name, value);
            case "MX" -> zone.mx(name, Integer.parseInt(words.getFirst()), words.getLast());
            case "TXT" -> zone.text(name, value);
            case "PTR" -> zone.pointer(name, value);
            default -> throw new AssertionError(row + " is of a type that is not known here");
          };
    }
    return zone;
  }

  @AfterEach
  void stop() {
    names.close();
    simulator.close();
    given.close();
  }

  /** Sections 1 to 5, as they stand. */
  @Test
  void followedToTheLetterItGivesRoutesThatWork() throws Exception {
    Set<TenantSetting> toDo = EnumSet.copyOf(STEPS.values());
    toDo.forEach(simulator.tenantSettings()::breakOne);
    List<String> done = new ArrayList<>();
    guide.section("1. ").powerShell().forEach(line -> take(line, done));
    guide.section("7. ").powerShell().forEach(line -> take(line, done));
    assertThat(done).as("each step is in the guide").containsAll(STEPS.keySet());
    assertThat(toDo).noneMatch(simulator.tenantSettings()::isBroken);

    for (String line : guide.section("3. ").shell()) {
      assertThat(Command.run(Duration.ofSeconds(20), "sh", "-c", own(line)).status()).isZero();
    }
    Files.writeString(folder.resolve("client"), SECRET);
    writeConfiguration(guide.section("4. ").block("yaml"));
    for (String line : guide.section("5. ").shell()) {
      List<String> words = SetUpGuide.words(own(line));
      assertThat(words.getFirst()).isEqualTo("./mailprobe");
      type(words.subList(1, words.size()));
    }
  }

  private void take(String line, List<String> done) {
    List<String> cmdlets = SetUpGuide.cmdlets(line).filter(each -> !LOOKS.contains(each)).toList();
    assertThat(STEPS.keySet()).as("what %s stands for", line).containsAll(cmdlets);
    done.addAll(cmdlets);
    cmdlets.stream()
        .map(STEPS::get)
        .filter(setting -> done.containsAll(commandsFor(setting)))
        .forEach(simulator.tenantSettings()::mend);
  }

  private static Set<String> commandsFor(TenantSetting setting) {
    return STEPS.entrySet().stream()
        .filter(step -> step.getValue() == setting)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void type(List<String> words) throws IOException {
    try (Program program = Program.start(folder, httpPort, words.toArray(String[]::new))) {
      if (words.getFirst().equals("run")) {
        program.awaitReady();
        assertThat(Answers.ok(program, "/api/v1/status"))
            .contains("\"outbound\"", "\"inbound\"", "\"loop\"", "\"control\"");
        assertThat(program.terminate()).isZero();
      } else {
        assertThat(program.awaitExit()).as(words + "\n" + program.output()).isZero();
      }
      if (words.getFirst().equals("send")) {
        assertThat(program.output()).contains("Arrived after");
      }
    }
  }

  /** Each step is needed: without it a route fails, and says why. */
  @ParameterizedTest
  @CsvSource({
    "APPLICATION, outbound, AADSTS700016",
    "CLIENT_SECRET, outbound, AADSTS7000222",
    "MAILBOX_PERMISSION, outbound, 535 5.7.3",
    "MAILBOX_SMTP_AUTH, outbound, 535 5.7.139",
    "MAILBOX_QUOTA, loop, 554 5.2.2",
    "LOOP_RECIPIENT, inbound, 550 5.4.1",
    "LOOP_RULE, inbound, It has not arrived within",
    "CONNECTOR, connector, 550 5.7.64"
  })
  void withoutAStepARouteFails(TenantSetting step, String route, String said) throws Exception {
    assertThat(STEPS).containsValue(step);
    writeFiles();
    Config config = configuration();
    assertSent(config, route, 0, "Arrived after");
    simulator.tenantSettings().breakOne(step);
    assertSent(config, route, 1, said);
  }

  /** Each kind of route that docs/paths.md describes, in the guide's configuration. */
  @Test
  void eachPathThatIsDescribedWorks() throws Exception {
    writeFiles();
    String whole = guide.section("4. ").block("yaml");
    String beforeRoutes = whole.substring(0, whole.indexOf("routes:\n") + "routes:\n".length());
    List<String> routes = SetUpGuide.of("paths.md").blocks("yaml");
    assertThat(routes).hasSizeGreaterThanOrEqualTo(6);
    for (String route : routes) {
      Config config = read(beforeRoutes + route.indent(2));
      assertSent(config, config.routes().getFirst().name(), 0, "Arrived after");
    }
  }

  private static void assertSent(Config config, String name, int status, String said)
      throws Exception {
    StringWriter out = new StringWriter();
    Config.Route route =
        config.routes().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    int ended = new SendProgram().send(config, route, new PrintWriter(out, true));
    assertThat(out.toString()).contains(said);
    assertThat(ended).as(out.toString()).isEqualTo(status);
  }

  /** The guide's configuration with its connector, and with less patience for what never comes. */
  private Config configuration() throws Exception {
    String connector = guide.section("7. ").block("yaml").indent(2);
    String whole = guide.section("4. ").block("yaml") + connector;
    return read(whole.replaceAll("(?m)^( +)(every:)", "$1deadline: 2s\n$1$2"));
  }

  private Config read(String yaml) throws Exception {
    ConfigFile read = ConfigFile.read(writeConfiguration(yaml), new Machine());
    assertThat(read.warnings()).isEmpty();
    return read.config();
  }

  /** The files that a reader has. */
  private void writeFiles() throws IOException {
    Files.writeString(folder.resolve("mailprobe-k1"), "0123456789abcdef0123456789abcdef");
    Files.writeString(folder.resolve("client"), SECRET);
    Files.writeString(folder.resolve("hve"), HIGH_VOLUME_PASSWORD);
    TestCertificates.Client relay = PUBLIC_AUTHORITY.forClient("relay." + AMER.tenantDomain());
    Files.move(relay.certificatePem(folder), folder.resolve("relay.crt"));
    Files.move(relay.keyPem(folder), folder.resolve("relay.key"));
  }

  private Path writeConfiguration(String yaml) throws IOException {
    Path trusted = Files.writeString(folder.resolve("trusted.pem"), simulator.authorityPem());
    String surroundings =
        """
        dns: {servers: ["%s:%d"]}
        tls: {trust: %s}
        """
            .formatted(HOST, names.address().getPort(), trusted);
    return Files.writeString(folder.resolve("mailprobe.yaml"), own(yaml) + surroundings);
  }

  /** With the reader's own names, addresses and files in place of the guide's. */
  private String own(String text) {
    int port = simulator.port();
    String signIn = simulator.signInAddress().toString();
    return Optional.of(text)
        .map(all -> all.replace("tenant: contoso.com", "tenant: " + TENANT_ID))
        .map(all -> all.replace("smtp.hve.mx.microsoft:587", AMER.highVolumeHost() + ":" + port))
        .map(all -> all.replace("smtp.office365.com:587", AMER.submissionHost() + ":" + port))
        .map(all -> all.replace("\"mx:contoso.com\"", "\"mx:contoso.com:" + port + "\""))
        .map(all -> all.replace("contoso.com", AMER.tenantDomain()))
        .map(all -> all.replace("\"mx:" + DOMAIN, "\"mx:" + DOMAIN + ":" + receiverPort))
        .map(all -> all.replace("xoauth2:\n", "xoauth2:\n          authority: " + signIn + "\n"))
        .map(all -> all.replace("xoauth2: {", "xoauth2: {authority: \"" + signIn + "\", "))
        .map(all -> all.replace("0.0.0.0:2525", "127.0.0.1:" + receiverPort))
        .map(all -> all.replace("127.0.0.1:8080", "127.0.0.1:" + httpPort))
        .map(all -> all.replace("/run/secrets/", folder + "/"))
        .map(all -> all.replace("/etc/mailprobe/", folder + "/"))
        .map(all -> all.replace("/var/lib/mailprobe", folder + "/store"))
        .map(all -> all.replace(" mailprobe.yaml", " " + folder.resolve("mailprobe.yaml")))
        .orElseThrow();
  }

  /** What is made can be taken away again, by its name. */
  @Test
  void allThatIsMadeIsUndone() {
    Set<String> made = nouns(guide.powerShell(), "New-");
    Set<String> removed = nouns(guide.section("To undo").powerShell(), "Remove-");
    made.remove("MgServicePrincipal"); // Goes with its application.
    assertThat(removed).isEqualTo(made);
  }

  private static Set<String> nouns(List<String> lines, String verb) {
    return lines.stream()
        .flatMap(SetUpGuide::cmdlets)
        .filter(cmdlet -> cmdlet.startsWith(verb))
        .map(cmdlet -> cmdlet.substring(verb.length()))
        .collect(Collectors.toSet());
  }
}
