package io.mailprobe.app.wiring;

import static io.mailprobe.app.wiring.DoctorWorld.CLIENT;
import static io.mailprobe.app.wiring.DoctorWorld.DOMAIN;
import static io.mailprobe.app.wiring.DoctorWorld.MX;
import static io.mailprobe.app.wiring.DoctorWorld.TENANT;
import static io.mailprobe.app.wiring.DoctorWorld.WORKLOAD;

import io.mailprobe.prober.account.Ledger;
import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.web.WebFault;
import io.mailprobe.testkit.peers.SmallDisk;
import io.mailprobe.testkit.tls.TestCertificates;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Ways to break a set-up, one each. */
final class BrokenSetUps {

  private static final String TOKEN = "token " + CLIENT + " of " + TENANT;
  private static final String KEY = "a secret for tests, long enough";
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final String SECRET = "secret: hunter2~hunter2";

  private BrokenSetUps() {}

  static Stream<BrokenSetUp> all() {
    return Stream.of(tenant(), credentials(), names(), senders(), receivers(), servers())
        .flatMap(each -> each);
  }

  private static BrokenSetUp tenant(TenantSetting setting) {
    return BrokenSetUp.of(setting.label())
        .breaking(world -> world.simulator.tenantSettings().breakOne(setting));
  }

  private static BrokenSetUp zone(String name, UnaryOperator<Zone> change) {
    return BrokenSetUp.of(name)
        .breaking(world -> world.simulator.names().serve(change.apply(world.zone())));
  }

  private static Stream<BrokenSetUp> tenant() {
    return Stream.of(
        tenant(TenantSetting.SMTP_AUTH)
            .isFound(
                auth(),
                "SmtpClientAuthentication is disabled for the Tenant",
                "Set-TransportConfig -SmtpClientAuthenticationDisabled $false"),
        tenant(TenantSetting.MAILBOX_SMTP_AUTH)
            .isFound(
                auth(),
                "SmtpClientAuthentication is disabled for the Mailbox",
                "Set-CASMailbox -Identity probe@amer.contoso.example -SmtpClientAuthenticationDisabled $false"),
        tenant(TenantSetting.MAILBOX_PERMISSION)
            .isFound(auth(), "535 5.7.3", "New-ManagementRoleAssignment"),
        tenant(TenantSetting.SEND_AS)
            .with("from: probe@amer.contoso.example", "from: alias@amer.contoso.example")
            .isFound(
                "envelope outbound",
                "550 5.7.60",
                "Add-RecipientPermission -Identity alias@amer.contoso.example"),
        tenant(TenantSetting.MAILBOX_QUOTA)
            .isFound("probe outbound", "554 5.2.2 mailbox full", "New-RetentionPolicy"),
        tenant(TenantSetting.DIRECT_SEND)
            .with("from: bounces@probe.example", "from: somebody@amer.contoso.example")
            .breaking(
                world ->
                    world
                        .simulator
                        .names()
                        .serve(
                            world
                                .zone()
                                .without("amer.contoso.example")
                                .mx(
                                    "amer.contoso.example",
                                    10,
                                    "amer-contoso-example.mail.protection.office365.example")
                                .text("amer.contoso.example", "v=spf1 ip4:127.0.0.1 -all")))
            .isFound("envelope inbound", "550 5.7.68", "none of the tenant's"),
        tenant(TenantSetting.LOOP_RECIPIENT)
            .isFound(
                "envelope inbound",
                "550 5.4.1",
                "Get-Recipient -Identity loop@amer.contoso.example"),
        BrokenSetUp.of("relaying through the tenant")
            .with("to: loop@amer.contoso.example", "to: somebody@elsewhere.example")
            .isFound("envelope inbound", "550 5.7.64", "Get-InboundConnector"),
        tenant(TenantSetting.LOOP_RULE)
            .waiting(Duration.ofSeconds(1))
            .isFound("probe inbound", "it has not arrived within 1 s", "Get-TransportRule"),
        tenant(TenantSetting.AUTO_FORWARD)
            .with("to: loop@amer.contoso.example", "to: forwarding@amer.contoso.example")
            .isFound("probe inbound", "5.7.520", "New-TransportRule"),
        tenant(TenantSetting.CLEAR_TEXT)
            .with("tls: opportunistic}\n  - name: control", "tls: none}\n  - name: control")
            .isFound("envelope inbound", "451 5.7.3", "routes[1].submit.tls to starttls"),
        tenant(TenantSetting.STARTTLS)
            .isFound("tls smtp-amer.office365.example:TENANT_PORT", "STARTTLS", "middle box"));
  }

  private static Stream<BrokenSetUp> credentials() {
    return Stream.of(
        tenant(TenantSetting.APPLICATION)
            .isFound(TOKEN, "AADSTS700016", "routes[0].submit.auth.xoauth2.client"),
        tenant(TenantSetting.APPLICATION_ENABLED)
            .isFound(TOKEN, "AADSTS7000112", "-AccountEnabled:$true"),
        tenant(TenantSetting.CLIENT_SECRET)
            .isFound(TOKEN, "AADSTS7000222", "Add-MgApplicationPassword"),
        tenant(TenantSetting.CLIENT_CERTIFICATE)
            .with(SECRET, "certificate: {certificate: FOLDER/app.crt, key: FOLDER/app.key}")
            .isFound(TOKEN, "AADSTS700027", "upload the certificate"),
        tenant(TenantSetting.FEDERATED_CREDENTIAL)
            .breaking(world -> world.federatedToken())
            .with(SECRET, "federated_token: FOLDER/federated")
            .with("client: " + CLIENT, "client: " + WORKLOAD)
            .isFound(
                "token " + WORKLOAD + " of " + TENANT,
                "AADSTS700213",
                "Get-MgApplicationFederatedIdentityCredential"),
        tenant(TenantSetting.CONDITIONAL_ACCESS)
            .isFound(TOKEN, "AADSTS53003", "Get-MgIdentityConditionalAccessPolicy"),
        tenant(TenantSetting.EXCHANGE_RESOURCE)
            .isFound(TOKEN, "AADSTS500011", "00000002-0000-0ff1-ce00-000000000000"),
        tenant(TenantSetting.BASIC_AUTH)
            .withAll(
                "auth: .*",
                "auth: {password: {user: probe@amer.contoso.example, password: hunter2}}")
            .isFound(auth(), "basic authentication is disabled", "submit.auth.xoauth2"),
        tenant(TenantSetting.SERVICE_HEALTH_PERMISSION)
            .withAll(
                "(?s)\\z",
                """
                service_health:
                  tenant: %s
                  client: %s
                  secret: hunter2~hunter2
                  authority: SIGN_IN
                  graph: SIGN_IN
                """
                    .formatted(TENANT, CLIENT))
            .isFound(
                "service-health " + TENANT, "HTTP 403", "New-MgServicePrincipalAppRoleAssignment"),
        BrokenSetUp.of("wrong secret")
            .with(SECRET, "secret: hunter3")
            .isFound(TOKEN, "AADSTS7000215", "put its SecretText, not its id"),
        BrokenSetUp.of("wrong tenant")
            .with("tenant: " + TENANT, "tenant: 00000000-0000-0000-0000-000000000001")
            .isFound(
                "token " + CLIENT + " of 00000000-0000-0000-0000-000000000001",
                "AADSTS90002",
                "routes[0].submit.auth.xoauth2.tenant"),
        BrokenSetUp.of("sign-in service hangs up")
            .breaking(world -> world.simulator.web().strike(new WebFault.HangUp()))
            .isFound(TOKEN, "cannot be asked", "443"));
  }

  private static String auth() {
    return "auth probe@amer.contoso.example at smtp-amer.office365.example:TENANT_PORT";
  }

  private static Stream<BrokenSetUp> names() {
    return Stream.of(
        zone("no MX domain", zone -> zone.without(DOMAIN))
            .isFound("mx " + DOMAIN, "NXDOMAIN", "probe.example. MX 10 mx.probe.example."),
        zone("name servers fail", zone -> zone.failing(DOMAIN))
            .isFound("mx " + DOMAIN, "SERVFAIL", "dig +norecurse"),
        zone("name servers silent", zone -> zone.silent(DOMAIN))
            .isFound("mx " + DOMAIN, "no name server answered", "dns.servers"),
        BrokenSetUp.of("no name server at all")
            .withAll("servers: \\[.*?]", "servers: [\"127.0.0.1:CLOSED_PORT\"]")
            .isFound("mx " + DOMAIN, "no name server answered", "port 53"),
        zone("null MX", zone -> zone.without(DOMAIN).nullMx(DOMAIN))
            .isFound("mx " + DOMAIN, "null MX", "MX 10 mx.probe.example."),
        zone("address at MX", zone -> zone.without(DOMAIN).mx(DOMAIN, 10, "127.0.0.1"))
            .isFound("mx " + DOMAIN, "a name must be", "MX 10 mx.probe.example."),
        zone(
                "CNAME at MX",
                zone ->
                    zone.without(MX)
                        .alias(MX, "host.probe.example")
                        .address("host.probe.example", "127.0.0.1"))
            .isFound(
                "address " + MX, "CNAME to host.probe.example", "mx.probe.example. A 127.0.0.1"),
        zone("MX without address", zone -> zone.without(MX))
            .isFound("address " + MX, "NXDOMAIN", "mx.probe.example. A"),
        zone(
                "tenant's MX is gone",
                zone ->
                    zone.without("amer.contoso.example")
                        .text("amer.contoso.example", "v=spf1 -all"))
            .isFound(
                "address amer.contoso.example", "neither an A nor an AAAA", "routes[1].submit.to"),
        zone(
                "MX leads elsewhere",
                zone ->
                    zone.without(DOMAIN)
                        .mx(DOMAIN, 10, "other.probe.example")
                        .address("other.probe.example", "127.0.0.2")
                        .text(DOMAIN, "v=spf1 mx -all"))
            .breaking(
                world -> world.run(otherReceiver(world, "127.0.0.2", "other.probe.example", KEY)))
            .isFound("way in " + DOMAIN, "answers as other.probe.example", "whose A record"));
  }

  private static String otherReceiver(
      DoctorWorld world, String address, String hostname, String key) {
    return """
        region: emea
        keys: [{id: k1, secret: "%s"}]
        store: "sqlite:%s/other-%s"
        http: {listen: "127.0.0.1:%d", token: feedtoken}
        receiver: {listen: "%s:%d", hostname: %s, domains: [probe.example], addresses: [loop@probe.example]}
        """
        .formatted(
            key, world.folder, hostname, world.feedPort, address, world.receiverPort, hostname);
  }

  private static Stream<BrokenSetUp> senders() {
    String spf = "spf probe.example for this host";
    return Stream.of(
        zone("no SPF", zone -> sending(zone))
            .isFound(spf, "has no SPF record", "v=spf1 ip4:127.0.0.1 -all"),
        zone(
                "two SPF records",
                zone -> sending(zone).text(DOMAIN, "v=spf1 -all").text(DOMAIN, "v=spf1 mx -all"))
            .isFound(spf, "2 SPF records", "as the only one of its kind"),
        zone("everybody may send", zone -> sending(zone).text(DOMAIN, "v=spf1 mx +all"))
            .isFound(spf, "lets everybody send", "v=spf1 ip4:127.0.0.1 -all"),
        zone(
                "this host may not send",
                zone -> sending(zone).text(DOMAIN, "v=spf1 ip4:192.0.2.1 -all"))
            .isFound(spf, "does not let 127.0.0.1 send", "v=spf1 ip4:127.0.0.1 -all"),
        zone("too many look-ups", BrokenSetUps::manyLookups)
            .isFound(spf, "more than ten DNS look-ups", "v=spf1 ip4:127.0.0.1 -all"),
        zone("no PTR", zone -> zone.without("1.0.0.127.in-addr.arpa"))
            .isFound("ptr 127.0.0.1", "NXDOMAIN", "1.0.0.127.in-addr.arpa. PTR"),
        zone(
                "PTR not confirmed",
                zone ->
                    zone.without("1.0.0.127.in-addr.arpa").pointer("127.0.0.1", "no.probe.example"))
            .isFound("ptr 127.0.0.1", "does not lead back", "no.probe.example. A 127.0.0.1"));
  }

  /** The probe domain with its mail server alone. */
  private static Zone sending(Zone zone) {
    return zone.without(DOMAIN).mx(DOMAIN, 10, MX);
  }

  private static Zone manyLookups(Zone zone) {
    StringBuilder record = new StringBuilder("v=spf1");
    Zone larger = sending(zone);
    for (int i = 0; i < 11; i++) {
      record.append(" a:h").append(i).append(".probe.example");
      larger = larger.address("h" + i + ".probe.example", "192.0.2.1");
    }
    return larger.text(DOMAIN, record + " mx -all");
  }

  private static Stream<BrokenSetUp> receivers() {
    return Stream.of(
        BrokenSetUp.of("expired certificate")
            .breaking(world -> shown(world, world.certificates.expired(MX)))
            .with("/own/", "/shown/")
            .isFound("certificate " + DOMAIN, "expired on 2020-02-01", "renew it"),
        BrokenSetUp.of("certificate of another name")
            .breaking(world -> shown(world, world.certificates.forNames("www.probe.example")))
            .with("/own/", "/shown/")
            .isFound("certificate " + DOMAIN, "for www.probe.example", "made for mx.probe.example"),
        BrokenSetUp.of("issuer not sent")
            .breaking(BrokenSetUps::showLeafAlone)
            .with("/own/", "/shown/")
            .isFound("certificate " + DOMAIN, "the chain is not complete", "full chain"),
        BrokenSetUp.of("key of another certificate")
            .breaking(world -> shown(world, world.certificates.forNames(MX)))
            .with("key: \"FOLDER/own/", "key: \"FOLDER/shown/")
            .isFound(
                "certificate files FOLDER/own/server.crt", "is not that of", "receiver.tls.key"),
        zone("policy for another server", BrokenSetUps::promisingPolicy)
            .breaking(
                world ->
                    world.publish(
                        "version: STSv1\nmode: enforce\nmx: mail.probe.example\nmax_age: 86400\n"))
            .isFound(
                "mta-sts " + DOMAIN,
                "the MX record names mx.probe.example",
                "mx: mx.probe.example"),
        zone(
                "no policy where one is promised",
                zone -> promisingPolicy(zone).without("mta-sts.probe.example"))
            .isFound("mta-sts " + DOMAIN, "NXDOMAIN", "mta-sts.probe.example. A"),
        zone(
                "TLSA of another certificate",
                zone -> zone.signed().tlsa("_25._tcp." + MX, 3, 1, 1, "00".repeat(32)))
            .isFound("tlsa " + DOMAIN, "the certificate shown is another", "TLSA 3 1 1 "),
        BrokenSetUp.of("port taken")
            .breaking(world -> world.keep(new ServerSocket(world.receiverPort, 50, LOOPBACK)))
            .isFound("receiver 127.0.0.1:RECEIVER_PORT", "in use", "ss -ltnp"),
        BrokenSetUp.of("store is no folder")
            .breaking(world -> Files.writeString(world.folder.resolve("file"), ""))
            .with("/store\"", "/file\"")
            .isFound("store sqlite:FOLDER/file", "it is no folder", "install -d"),
        BrokenSetUp.of("store's disk is full")
            .breaking(BrokenSetUps::fullDisk)
            .with("FOLDER/store\"", "FOLDER/full/store\"")
            .isFound("store sqlite:FOLDER/full/store", "cannot be written", "with room"),
        BrokenSetUp.of("mailbox has sent enough")
            .breaking(BrokenSetUps::spentBudget)
            .with("/store\"", "/spent\"")
            .isFound(
                "budget probe@amer.contoso.example",
                "2000 sent in the last day",
                "routes[0].every longer"),
        BrokenSetUp.of("store is damaged")
            .breaking(world -> damagedStore(world.folder.resolve("damaged")))
            .with("/store\"", "/damaged\"")
            .isFound("store sqlite:FOLDER/damaged", "damaged", "restore it from a copy"),
        elsewhere("receiver with other keys", "another secret for tests, long enough")
            .isFound(
                "keys " + DOMAIN,
                "does not know what our first key signs",
                "the first of keys here"),
        elsewhere("wrong feed token", KEY)
            .with("token: feedtoken", "token: wrong")
            .isFound("feed 127.0.0.1:FEED_PORT", "HTTP 401", "http.token there"),
        elsewhere("feed out of reach", KEY)
            .with("127.0.0.1:FEED_PORT", "127.0.0.1:CLOSED_PORT")
            .isFound("feed 127.0.0.1:CLOSED_PORT", "cannot be read", "http.listen"),
        BrokenSetUp.of("clock ahead")
            .clockAhead(Duration.ofMinutes(10))
            .isFound("clock this machine", "ahead of that of 127.0.0.1", "NTP"));
  }

  private static void shown(DoctorWorld world, TestCertificates.Server server) throws Exception {
    Path folder = Files.createDirectories(world.folder.resolve("shown"));
    server.certificatePem(folder);
    server.keyPem(folder);
  }

  private static void showLeafAlone(DoctorWorld world) throws Exception {
    TestCertificates.Server server = new TestCertificates().forNames(MX);
    shown(world, server);
    Files.writeString(
        world.folder.resolve("shown/server.crt"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(server.certificate().getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }

  private static Zone promisingPolicy(Zone zone) {
    return zone.text("_mta-sts." + DOMAIN, "v=STSv1; id=20261122;")
        .address("mta-sts." + DOMAIN, "127.0.0.1");
  }

  private static void damagedStore(Path folder) throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("ledger.db"), "this is no database".repeat(1_000));
  }

  private static void fullDisk(DoctorWorld world) throws Exception {
    SmallDisk disk = SmallDisk.mount(1);
    Path link = Files.createSymbolicLink(world.folder.resolve("full"), disk.folder());
    world.keep(
        () -> {
          Files.delete(link);
          disk.close();
        });
    Files.write(disk.folder().resolve("ballast"), new byte[900 * 1024]);
  }

  private static void spentBudget(DoctorWorld world) throws Exception {
    Path store = Files.createDirectories(world.folder.resolve("spent"));
    Ledger.open(store, List.of(), world.clockAhead(Duration.ZERO), new Silent()).close();
    long minute = world.clockAhead(Duration.ZERO).wall().getEpochSecond() / 60 - 60;
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + store.resolve("ledger.db"));
        Statement statement = ledger.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO mailbox_use (mailbox, minute, external, recipients) VALUES"
              + " ('probe@amer.contoso.example', %d, 2000, 2000)".formatted(minute));
    }
  }

  /** A receiver in another process, as it were, and a prober that reads its feed. */
  private static BrokenSetUp elsewhere(String name, String key) {
    return BrokenSetUp.of(name)
        .breaking(world -> world.run(otherReceiver(world, "127.0.0.1", MX, key)))
        .withAll(
            "receiver:\\n(  .*\\n)+",
            "feeds: [{url: \"http://127.0.0.1:FEED_PORT\", token: feedtoken}]\n");
  }

  private static Stream<BrokenSetUp> servers() {
    return Stream.of(
        BrokenSetUp.of("submission port closed")
            .with("office365.example:TENANT_PORT", "office365.example:CLOSED_PORT")
            .isFound(
                "reach smtp-amer.office365.example:CLOSED_PORT", "refused", "outgoing connections"),
        BrokenSetUp.of("mail exchanger's port closed")
            .with("mx:amer.contoso.example:TENANT_PORT", "mx:amer.contoso.example:CLOSED_PORT")
            .isFound(
                "reach mx:amer.contoso.example:CLOSED_PORT", "refused", "outgoing connections"),
        BrokenSetUp.of("server says nothing")
            .breaking(world -> world.keep(new ServerSocket(world.feedPort, 50, LOOPBACK)))
            .with("smtp-amer.office365.example:TENANT_PORT", "127.0.0.1:FEED_PORT")
            .isFound("reach 127.0.0.1:FEED_PORT", "timed_out in phase banner", "firewall"),
        BrokenSetUp.of("probe domain's port closed")
            .with("mx:probe.example:RECEIVER_PORT", "mx:probe.example:CLOSED_PORT")
            .isFound("way in " + DOMAIN, "refused", "lead to port RECEIVER_PORT of this host"));
  }
}
