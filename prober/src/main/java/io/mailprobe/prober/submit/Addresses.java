package io.mailprobe.prober.submit;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Finds where a target may be reached. What cannot be found is said, never thrown. */
final class Addresses {

  /** More mail servers of a domain than this are not looked up to hand a message in. */
  private static final int MOST_MAIL_SERVERS = 10;

  private final Names names;

  Addresses(Names names) {
    this.names = names;
  }

  /** Looks up the target, beginning with another one of equal addresses for each rotation. */
  CompletableFuture<Found> of(Target target, int rotation) {
    return of(target, rotation, MOST_MAIL_SERVERS);
  }

  /** The same with another bound on the mail servers of a domain. */
  CompletableFuture<Found> of(Target target, int rotation, int mostServers) {
    CompletableFuture<Found> found =
        switch (target) {
          case Target.Host(var host, var port) -> host(0, host, port);
          case Target.Mx(var domain, var port) -> mailServers(domain, port, mostServers);
        };
    return found.thenApply(
        all -> new Found(Candidate.inOrder(all.candidates(), rotation), all.notes()));
  }

  private CompletableFuture<Found> mailServers(String domain, int port, int mostServers) {
    return names
        .mailServers(domain)
        .thenCompose(
            answer ->
                switch (answer) {
                  case NameAnswer.Found(var servers) ->
                      addresses(domain, servers, port, mostServers);
                  // The domain is its own mail server (RFC 5321 5.1).
                  case NameAnswer.NoRecord<MailServer> _ -> host(0, domain, port);
                  case NameAnswer.NoSuchName<MailServer> _,
                      NameAnswer.Failed<MailServer> _,
                      NameAnswer.Silence<MailServer> _,
                      NameAnswer.NotAsked<MailServer> _ ->
                      done(Found.nothing(DnsFailure.text(domain, answer)));
                });
  }

  private CompletableFuture<Found> addresses(
      String domain, List<MailServer> servers, int port, int mostServers) {
    List<CompletableFuture<Found>> lookups =
        servers.stream()
            .sorted(Comparator.comparingInt(MailServer::preference))
            .filter(server -> !server.name().isEmpty())
            .limit(mostServers)
            .map(server -> host(domain, server, port))
            .toList();
    if (lookups.isEmpty()) {
      return done(Found.nothing(domain + " accepts no mail: it has a null MX (RFC 7505)"));
    }
    return CompletableFuture.allOf(lookups.toArray(CompletableFuture[]::new))
        .thenApply(_ -> Found.all(lookups.stream().map(CompletableFuture::join).toList()));
  }

  /** A mail server is a name with an address record (RFC 5321 5.1), never an address itself. */
  private CompletableFuture<Found> host(String domain, MailServer server, int port) {
    return NetUtil.createByteArrayFromIpAddressString(server.name()) == null
        ? host(server.preference(), server.name(), port)
        : done(
            Found.nothing(
                "the MX record of "
                    + domain
                    + " holds an address where a name must be: "
                    + server.name()));
  }

  private CompletableFuture<Found> host(int preference, String host, int port) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      return done(found(preference, host, Stream.of(ofBytes(literal)), port));
    }
    return names
        .addresses(host)
        .thenApply(
            answer ->
                answer instanceof NameAnswer.Found(var addresses)
                    ? found(preference, host, addresses.stream(), port)
                    : Found.nothing(DnsFailure.text(host, answer)));
  }

  private static Found found(int preference, String host, Stream<InetAddress> addresses, int port) {
    return new Found(
        addresses.map(address -> new Candidate(preference, host, address, port)).toList(),
        List.of());
  }

  private static InetAddress ofBytes(byte[] literal) {
    try {
      return InetAddress.getByAddress(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are always an address", e);
    }
  }

  private static CompletableFuture<Found> done(Found found) {
    return CompletableFuture.completedFuture(found);
  }
}
