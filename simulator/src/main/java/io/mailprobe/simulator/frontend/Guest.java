package io.mailprobe.simulator.frontend;

import io.mailprobe.simulator.queue.QueuedMessage.Cipher;
import io.mailprobe.simulator.queue.QueuedMessage.Client;
import io.mailprobe.simulator.topology.Mailbox;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Who is at the other end of a session, by what it has shown so far. */
final class Guest {

  /**
   * What a TLS handshake showed.
   *
   * @param cipher the version and cipher suite
   * @param serverName whom the client asked for, in lower case; empty where it did not say
   * @param certificates the client's, leaf first; none where it showed none
   */
  record Secured(Cipher cipher, String serverName, List<X509Certificate> certificates) {
    Secured {
      certificates = List.copyOf(certificates);
    }
  }

  private final Edge edge;
  private final String address;
  private String helo = "";
  private Optional<Secured> secured = Optional.empty();
  private Optional<Mailbox> mailbox = Optional.empty();
  private boolean withinSubmissions = true;

  Guest(Edge edge, String address) {
    this.edge = edge;
    this.address = address;
  }

  String address() {
    return address;
  }

  boolean greeted() {
    return !helo.isEmpty();
  }

  void greet(String name) {
    helo = name;
  }

  boolean encrypted() {
    return secured.isPresent();
  }

  /** All that was said before is forgotten (RFC 3207 4.2). */
  void secure(Secured shown) {
    secured = Optional.of(shown);
    helo = "";
  }

  Optional<Mailbox> mailbox() {
    return mailbox;
  }

  /** Is known as this mailbox from now on. */
  void signIn(Mailbox box) {
    mailbox = Optional.of(box);
    withinSubmissions = edge.customer().submissions().enter(box.address());
  }

  /** Whether there are not too many sessions of the mailbox beside this one. */
  boolean withinSubmissions() {
    return withinSubmissions;
  }

  /** Is gone. */
  void leave() {
    mailbox.ifPresent(box -> edge.customer().submissions().leave(box.address()));
    mailbox = Optional.empty();
  }

  /** As those see it who decide what may be sent. */
  Visitor visitor() {
    return new Visitor(
        mailbox,
        secured
            .map(shown -> Visitor.Channel.under(shown.serverName(), edge.region()))
            .orElse(Visitor.Channel.CLEAR),
        secured.flatMap(
            shown ->
                edge.customer().tenant().connector(shown.certificates(), edge.clock().wall())));
  }

  /** As those see it who take a message over. */
  Client client() {
    return new Client(address, helo, secured.map(Secured::cipher), mailbox.map(Mailbox::address));
  }
}
