package io.mailprobe.prober.submit;

import java.util.Optional;

/**
 * Where a route's mail is handed in, and how.
 *
 * @param target the server, or the domain whose mail servers it is
 * @param tls whether and how the session is encrypted
 * @param auth who we say that we are
 * @param certificate what we show of ourselves under TLS, where the server asks for it
 * @param addresses which of the target's addresses are tried first
 * @param heloName what we call ourselves in EHLO: a host name or an address literal
 * @param deadlines how long each phase and the whole may take
 */
public record Delivery(
    Target target,
    TlsMode tls,
    Auth auth,
    Optional<ClientCertificate> certificate,
    AddressOrder addresses,
    String heloName,
    Deadlines deadlines) {

  public Delivery {
    if (!heloName.matches("[!-~]+")) {
      throw new IllegalArgumentException("not a name to say in EHLO: '" + heloName + "'");
    }
  }

  /** One that shows no certificate, to IPv4 addresses first. */
  public Delivery(Target target, TlsMode tls, Auth auth, String heloName, Deadlines deadlines) {
    this(target, tls, auth, Optional.empty(), AddressOrder.IPV4_FIRST, heloName, deadlines);
  }
}
