package io.mailprobe.app.doctor;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.doctor.DomainChecks.Owner;
import io.mailprobe.receiver.ReceiverSettings;
import java.util.List;

/** What to do about names and hosts: DNS records, and keys of the configuration. */
final class Remedies {

  /** What is behind a fault where nobody answers for names. */
  static final String NO_NAME_SERVER = "no name server answers";

  private Remedies() {}

  static String publishMx(Config config, String domain, Owner owner, String key) {
    return switch (owner) {
      case OURS ->
          "publish in DNS: %s. MX 10 %s."
              .formatted(
                  domain, config.receiver().map(ReceiverSettings::hostname).orElse("mx." + domain));
      case THEIRS ->
          "look whether %s names the right domain; in the tenant: Get-AcceptedDomain, and the MX"
                  .formatted(key)
              + " record that the admin center shows for it";
    };
  }

  static List<String> nameServersFail(String name) {
    return List.of(
        "ask its own name servers, one by one: dig +norecurse " + name + " @SERVER",
        "if its zone is signed, look whether the signatures are good: delv " + name);
  }

  static List<String> nameServersSilent() {
    return List.of(
        "look whether name servers can be reached from here (port 53, UDP and TCP)",
        "or name others in dns.servers");
  }

  static String publishAddress(String host, Owner owner, String key) {
    return switch (owner) {
      case OURS ->
          "publish in DNS: %s. A the public address of the receiver's host".formatted(host);
      case THEIRS -> "look whether " + key + " names the right host or domain";
    };
  }

  static String noAlias(String host, String target, String address) {
    return "let the MX record name %s itself, or replace the CNAME by: %s. A %s"
        .formatted(target, host, address);
  }

  static String closedOut(int port, String key) {
    return "let outgoing connections to port %d through, in firewall and cloud (most keep 25 shut until asked); or mend %s"
        .formatted(port, key);
  }

  static String closedIn(int listen) {
    return ("let port 25 of the public address lead to port %d of this host, in firewall, router and"
            + " cloud; where the host cannot reach its own public address, point the control"
            + " route's submit.to at the receiver itself")
        .formatted(listen);
  }

  static String publishSpf(String domain, String terms) {
    return "publish in DNS, as the only one of its kind: %s. TXT \"v=spf1 %s -all\""
        .formatted(domain, terms);
  }
}
