package io.mailprobe.app.doctor;

import io.mailprobe.app.config.ExchangeOnline;
import io.mailprobe.app.doctor.spf.Spf;
import io.mailprobe.app.doctor.spf.SpfResult;
import io.mailprobe.prober.lookup.Answer;
import io.mailprobe.prober.lookup.RecordData;
import io.mailprobe.prober.lookup.RecordType;
import io.mailprobe.prober.lookup.ReverseName;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What DNS says of who sends: SPF of the senders' domains, and the name of our address. */
final class SenderChecks {

  private static final String SPF = "spf";
  private static final String PTR = "ptr";
  private static final String EXCHANGE_ONLINE = "include:spf.protection.outlook.com";

  private final Bench bench;
  private final Examination examination;
  private final DomainChecks domains;
  private final TargetChecks targets;

  SenderChecks(Bench bench, Examination examination, DomainChecks domains, TargetChecks targets) {
    this.bench = bench;
    this.examination = examination;
    this.domains = domains;
    this.targets = targets;
  }

  /** Looks at the sender of a route, where it matters to anybody. */
  void look(Way way) throws InterruptedException {
    if (way.isControl() || way.route().from().isEmpty()) {
      return;
    }
    String domain = Words.domain(way.route().from());
    if (!way.isDirect()) {
      examination.make(
          Check.of(SPF, domain, () -> relayed(way, domain))
              .needing(DomainChecks.domainTitle(domain)));
      return;
    }
    examination.make(
        Check.of(SPF, domain + " for this host", () -> direct(way, domain))
            .needing(DomainChecks.domainTitle(domain), TargetChecks.reached(way)));
    Optional<InetAddress> ours = targets.seenAs(way.target());
    if (ours.filter(SenderChecks::isPublic).isPresent()) {
      examination.make(Check.of(PTR, ours.get().getHostAddress(), () -> pointer(way, ours.get())));
    }
  }

  /** The checks that say who we are. */
  static Stream<String> titles(Way way, TargetChecks targets) {
    return Stream.concat(
        Stream.of(Finding.title(SPF, Words.domain(way.route().from()) + " for this host")),
        targets
            .seenAs(way.target())
            .map(ours -> Finding.title(PTR, ours.getHostAddress()))
            .stream());
  }

  /**
   * Of a private network nothing is in public DNS. Ours own loopback addresses are seen in trials.
   */
  private static boolean isPublic(InetAddress address) {
    boolean uniqueLocal =
        (address.getAddress()[0] & 0xFE) == 0xFC && address.getAddress().length > 4;
    return !address.isSiteLocalAddress() && !address.isLinkLocalAddress() && !uniqueLocal;
  }

  /** A relay sends it on: who that is, is its own affair, but the record must be sound. */
  private Seen relayed(Way way, String domain) {
    boolean exchangeOnline = ExchangeOnline.is(way.target());
    String usual = exchangeOnline ? EXCHANGE_ONLINE : "a mx";
    SpfResult result = check(Spf.NOBODY, domain, way);
    Seen seen = sound(result, domain, usual);
    if (seen.standing() == Standing.OK
        && exchangeOnline
        && !result.record().contains("spf.protection.outlook.com")
        && !result.record().contains("redirect=")
        && !result.record().contains("include:")) {
      return Seen.note(
          result.record() + ": it does not let Exchange Online send",
          Remedies.publishSpf(domain, EXCHANGE_ONLINE));
    }
    return seen;
  }

  private Seen direct(Way way, String domain) {
    Optional<InetAddress> ours = targets.seenAs(way.target()).filter(SenderChecks::isPublic);
    if (ours.isEmpty()) {
      return Seen.note("the server does not say as which public address it sees this host");
    }
    String address = ours.get().getHostAddress();
    String term = (address.indexOf(':') < 0 ? "ip4:" : "ip6:") + address;
    SpfResult result = check(ours.get(), domain, way);
    return switch (result.verdict()) {
      case PASS -> {
        Seen sound = sound(check(Spf.NOBODY, domain, way), domain, term);
        yield sound.standing() == Standing.FAULT
            ? sound
            : Seen.ok("%s lets %s send: %s".formatted(domain, address, result.record()));
      }
      case FAIL, SOFTFAIL, NEUTRAL ->
          Seen.fault(
                  "%s does not let %s send: %s (%s)"
                      .formatted(domain, address, result.record(), result.why()),
                  Remedies.publishSpf(domain, term))
              .stemmingFrom(mailServersOf(domain));
      case NONE ->
          Seen.fault(domain + " has no SPF record", Remedies.publishSpf(domain, term))
              .stemmingFrom(mailServersOf(domain));
      case TEMPERROR, PERMERROR -> sound(result, domain, term).stemmingFrom(mailServersOf(domain));
    };
  }

  private Stream<String> mailServersOf(String domain) {
    return Stream.concat(domains.titles(domain), Stream.of(ArrivalChecks.wayInTitle(domain)));
  }

  private SpfResult check(InetAddress host, String domain, Way way) {
    return new Spf(bench::ask)
        .check(host, domain, way.route().from(), way.route().delivery().heloName());
  }

  /** Whether a record can be used, whomever it names. */
  private static Seen sound(SpfResult result, String domain, String terms) {
    return switch (result.verdict()) {
      case PERMERROR ->
          Seen.fault(
              "the SPF of %s is void: %s%s"
                  .formatted(
                      domain,
                      result.why(),
                      result.record().isEmpty() ? "" : " (" + result.record() + ")"),
              Remedies.publishSpf(domain, terms));
      case TEMPERROR -> Seen.fault(result.why(), Remedies.nameServersFail(domain));
      case PASS ->
          Seen.fault(
              "the SPF of %s lets everybody send: %s".formatted(domain, result.record()),
              Remedies.publishSpf(domain, terms));
      case NONE -> Seen.note(domain + " has no SPF record", Remedies.publishSpf(domain, terms));
      case FAIL, SOFTFAIL, NEUTRAL ->
          Seen.ok("%s (%d DNS look-ups)".formatted(result.record(), result.lookups()));
    };
  }

  private Seen pointer(Way way, InetAddress ours) {
    String address = ours.getHostAddress();
    String helo = way.route().delivery().heloName();
    Answer reverse = bench.ask(ReverseName.of(ours), RecordType.PTR);
    if (!reverse.isFound()) {
      return Seen.fault(
          "%s has no name: %s".formatted(address, reverse.words()),
          "have whoever gave you the address publish: %s. PTR %s. (at a cloud it is a setting of the address); without it the tenant's front ends may refuse (450 4.7.25)"
              .formatted(ReverseName.of(ours), helo));
    }
    List<String> names =
        reverse.all(RecordData.Pointer.class).map(RecordData.Pointer::name).limit(10).toList();
    RecordType family = ours.getAddress().length == 4 ? RecordType.A : RecordType.AAAA;
    for (String name : names) {
      boolean confirmed =
          bench
              .ask(name, family)
              .all(RecordData.Address.class)
              .anyMatch(found -> found.address().equals(ours));
      if (confirmed) {
        return Seen.ok("%s is %s, and that is %s".formatted(address, name, address));
      }
    }
    return Seen.fault(
            "%s is named %s, which does not lead back to it"
                .formatted(address, String.join(", ", names)),
            "publish in DNS: %s. %s %s".formatted(names.getFirst(), family, address))
        .stemmingFrom(names.stream().map(DomainChecks::title));
  }
}
