package io.mailprobe.app.doctor;

import io.mailprobe.prober.lookup.Answer;
import io.mailprobe.prober.lookup.RecordData;
import io.mailprobe.prober.lookup.RecordData.MailServer;
import io.mailprobe.prober.lookup.RecordType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** MX records of domains, and the addresses of the servers that they name. */
final class DomainChecks {

  private static final String MX = "mx";
  private static final String ADDRESS = "address";
  private static final int MOST_SERVERS = 5;

  /** Whose a name is, which decides who can mend it. */
  enum Owner {
    OURS,
    THEIRS
  }

  private final Bench bench;
  private final Examination examination;
  private final Map<String, List<String>> servers = new HashMap<>();

  DomainChecks(Bench bench, Examination examination) {
    this.bench = bench;
    this.examination = examination;
  }

  /** Looks at a domain that mail is for. */
  void mailDomain(String domain, Owner owner, String key) throws InterruptedException {
    String name = domain.toLowerCase(Locale.ROOT);
    examination.make(Check.of(MX, name, () -> mailServers(name, owner, key)));
    for (String server : servers(name)) {
      address(server, owner, key, Finding.title(MX, name));
    }
  }

  /** Looks at a server that a route names itself. */
  void host(String host, String key) throws InterruptedException {
    if (!isLiteral(host)) {
      examination.make(Check.of(ADDRESS, host, () -> addresses(host, Owner.THEIRS, key, false)));
    }
  }

  /** The names of a domain's mail servers, the best first, as far as DNS told. */
  List<String> servers(String domain) {
    return servers.getOrDefault(domain.toLowerCase(Locale.ROOT), List.of());
  }

  /** The checks without which a domain's mail servers cannot be reached. */
  Stream<String> titles(String domain) {
    // Each server's own check says nothing of the others: one that can be reached is enough.
    List<String> names = servers(domain);
    Stream<String> only =
        names.size() == 1 ? Stream.of(Finding.title(ADDRESS, names.getFirst())) : Stream.of();
    return Stream.concat(Stream.of(Finding.title(MX, domain.toLowerCase(Locale.ROOT))), only);
  }

  /** The check without which nothing of a domain can be asked. */
  static String domainTitle(String domain) {
    return Finding.title(MX, domain);
  }

  /** The check without which a server cannot be reached. */
  static String title(String host) {
    return Finding.title(ADDRESS, host);
  }

  private void address(String server, Owner owner, String key, String needs)
      throws InterruptedException {
    examination.make(
        Check.of(ADDRESS, server, () -> addresses(server, owner, key, true)).needing(needs));
  }

  private Seen mailServers(String domain, Owner owner, String key) {
    Answer answer = bench.ask(domain, RecordType.MX);
    return switch (answer.kind()) {
      case FOUND -> found(domain, answer, owner, key);
      case NO_RECORD -> {
        servers.put(domain, List.of(domain)); // Its own mail server (RFC 5321 5.1).
        yield Seen.note(
            answer.words() + ": servers go by its address records (RFC 5321 5.1)",
            Remedies.publishMx(bench.config(), domain, owner, key));
      }
      case NO_SUCH_NAME ->
          Seen.fault(answer.words(), Remedies.publishMx(bench.config(), domain, owner, key));
      case FAILED -> Seen.fault(answer.words(), Remedies.nameServersFail(domain));
      case NO_ANSWER -> silent(answer);
    };
  }

  private Seen found(String domain, Answer answer, Owner owner, String key) {
    List<MailServer> all =
        answer
            .all(MailServer.class)
            .sorted(Comparator.comparingInt(MailServer::preference))
            .toList();
    if (all.stream().allMatch(MailServer::isNull)) {
      return Seen.fault(
          domain + " accepts no mail: it has a null MX (RFC 7505)",
          Remedies.publishMx(bench.config(), domain, owner, key));
    }
    List<String> names =
        all.stream()
            .filter(server -> !server.isNull())
            .map(MailServer::exchange)
            .limit(MOST_SERVERS)
            .toList();
    if (names.stream().anyMatch(DomainChecks::isLiteral)) {
      return Seen.fault(
          answer.words() + ": an address stands where a name must be (RFC 5321 5.1)",
          Remedies.publishMx(bench.config(), domain, owner, key));
    }
    servers.put(domain, names);
    String mixed =
        names.size() < all.size() && all.stream().anyMatch(MailServer::isNull)
            ? "; a null MX beside others says nothing (RFC 7505 3)"
            : "";
    return Seen.ok(answer.words() + mixed);
  }

  private Seen addresses(String host, Owner owner, String key, boolean mailServer) {
    List<Answer> answers = bench.ask(host, List.of(RecordType.A, RecordType.AAAA));
    Answer four = answers.getFirst();
    Answer six = answers.getLast();
    if (four.isFound() || six.isFound()) {
      return found(host, four.isFound() ? four : six, six, owner, mailServer);
    }
    Answer worse = four.isAbsent() ? six : four;
    return switch (worse.kind()) {
      case FAILED -> Seen.fault(worse.words(), Remedies.nameServersFail(host));
      case NO_ANSWER -> silent(worse);
      case FOUND, NO_RECORD, NO_SUCH_NAME ->
          Seen.fault(
              four.kind() == Answer.Kind.NO_SUCH_NAME
                  ? four.words()
                  : host + " has neither an A nor an AAAA record",
              Remedies.publishAddress(host, owner, key));
    };
  }

  private Seen found(String host, Answer some, Answer six, Owner owner, boolean mailServer) {
    List<String> all =
        Stream.of(some, six)
            .flatMap(answer -> answer.all(RecordData.Address.class))
            .map(RecordData.Address::toString)
            .distinct()
            .toList();
    String words = host + " has " + String.join(", ", all);
    if (some.aliases().isEmpty() || !mailServer) {
      return Seen.ok(words);
    }
    String alias =
        words
            + " through a CNAME to "
            + String.join(", ", some.aliases())
            + ", which the name of a mail server must not be (RFC 2181 10.3)";
    return owner == Owner.OURS
        ? Seen.fault(alias, Remedies.noAlias(host, some.aliases().getLast(), all.getFirst()))
        : Seen.note(alias);
  }

  /** Who is asked next in vain is asked of the same name servers. */
  private static Seen silent(Answer answer) {
    return Seen.fault(answer.words(), Remedies.nameServersSilent()).of(Remedies.NO_NAME_SERVER);
  }

  private static boolean isLiteral(String host) {
    return host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || host.indexOf(':') >= 0;
  }
}
