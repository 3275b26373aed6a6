package io.mailprobe.simulator.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a {@link DnsServer} answers. Immutable: each method returns a larger zone. Names are given
 * without the final dot. A name that is not here does not exist (NXDOMAIN).
 */
public final class Zone {

  /** How a name is answered. */
  enum Answering {
    NORMALLY,
    SERVER_FAILURE,
    NOT_AT_ALL
  }

  /** More aliases than this in a row are not followed. */
  private static final int MOST_ALIASES = 8;

  private final Duration ttl;
  private final Map<String, List<ZoneRecord>> records;
  private final Map<String, Answering> faults;
  private final boolean signed;

  private Zone(
      Duration ttl,
      Map<String, List<ZoneRecord>> records,
      Map<String, Answering> faults,
      boolean signed) {
    this.ttl = ttl;
    this.records = records;
    this.faults = faults;
    this.signed = signed;
  }

  /** No names at all; records to be kept by resolvers for this long, in whole seconds. */
  public static Zone empty(Duration ttl) {
    return new Zone(ttl, Map.of(), Map.of(), false);
  }

  /** With an A or AAAA record for each of the IP addresses. */
  public Zone address(String name, String... addresses) {
    Zone zone = this;
    for (String address : addresses) {
      zone = zone.with(name, new ZoneRecord.Address(InetAddress.ofLiteral(address)));
    }
    return zone;
  }

  /** With a mail server. */
  public Zone mx(String domain, int preference, String exchange) {
    return with(domain, new ZoneRecord.Mx(preference, exchange));
  }

  /** With a null MX: the domain accepts no mail (RFC 7505). */
  public Zone nullMx(String domain) {
    return with(domain, new ZoneRecord.Mx(0, ""));
  }

  /** With a CNAME. */
  public Zone alias(String name, String target) {
    return with(name, new ZoneRecord.Alias(target));
  }

  /** With a text. */
  public Zone text(String name, String text) {
    return with(name, new ZoneRecord.Text(text));
  }

  /** With the name of an IPv4 address, where resolvers look for it. */
  public Zone pointer(String address, String name) {
    List<String> parts = List.of(address.split("\\."));
    return with(String.join(".", parts.reversed()) + ".in-addr.arpa", new ZoneRecord.Pointer(name));
  }

  /** With what a server's certificate is (RFC 6698), in hexadecimal digits. */
  public Zone tlsa(String name, int usage, int selector, int matching, String association) {
    return with(name, new ZoneRecord.Tlsa(usage, selector, matching, association));
  }

  /** Without any record of the name: it does not exist, unless it gets others. */
  public Zone without(String name) {
    Map<String, List<ZoneRecord>> fewer = new HashMap<>(records);
    fewer.remove(key(name));
    return new Zone(ttl, fewer, faults, signed);
  }

  /** With answers that claim to have been checked (RFC 4035 3.2.3). */
  public Zone signed() {
    return new Zone(ttl, records, faults, true);
  }

  /** Answers all questions for the name with SERVFAIL. */
  public Zone failing(String name) {
    return fault(name, Answering.SERVER_FAILURE);
  }

  /** Answers no question for the name. */
  public Zone silent(String name) {
    return fault(name, Answering.NOT_AT_ALL);
  }

  /** The addresses that a client finds for a name, which may be an alias. */
  public ZoneAnswer<InetAddress> addresses(String name) {
    return ask(
        name,
        record ->
            record instanceof ZoneRecord.Address(var address)
                ? Stream.of(address)
                : Stream.empty());
  }

  /** The mail servers that a client finds for a domain, which may be an alias. */
  public ZoneAnswer<ZoneAnswer.MailServer> mailServers(String domain) {
    return ask(
        domain,
        record ->
            record instanceof ZoneRecord.Mx(int preference, String host)
                ? Stream.of(new ZoneAnswer.MailServer(preference, host))
                : Stream.empty());
  }

  private <T> ZoneAnswer<T> ask(String name, Function<ZoneRecord, Stream<T>> sort) {
    String asked = name;
    for (int aliases = 0; aliases <= MOST_ALIASES; aliases++) {
      switch (answering(asked)) {
        case NOT_AT_ALL -> {
          return new ZoneAnswer.Silence<>();
        }
        case SERVER_FAILURE -> {
          return new ZoneAnswer.ServerFailure<>();
        }
        case NORMALLY -> {}
      }
      if (!exists(asked)) {
        return new ZoneAnswer.NoSuchName<>();
      }
      List<T> found = records(asked).stream().flatMap(sort).toList();
      if (!found.isEmpty()) {
        return new ZoneAnswer.Records<>(found);
      }
      Optional<String> target = alias(asked);
      if (target.isEmpty()) {
        return new ZoneAnswer.NoRecord<>();
      }
      asked = target.get();
    }
    return new ZoneAnswer.ServerFailure<>(); // As resolvers do with aliases that lead nowhere.
  }

  private Optional<String> alias(String name) {
    return records(name).stream()
        .filter(ZoneRecord.Alias.class::isInstance)
        .map(alias -> ((ZoneRecord.Alias) alias).target())
        .findFirst();
  }

  /** All names that it knows. */
  public Set<String> names() {
    return records.keySet();
  }

  Answering answering(String name) {
    return faults.getOrDefault(key(name), Answering.NORMALLY);
  }

  boolean exists(String name) {
    return records.containsKey(key(name));
  }

  List<ZoneRecord> records(String name) {
    return records.getOrDefault(key(name), List.of());
  }

  boolean isSigned() {
    return signed;
  }

  long ttlSeconds() {
    return ttl.toSeconds();
  }

  private Zone with(String name, ZoneRecord added) {
    Map<String, List<ZoneRecord>> larger = new HashMap<>(records);
    List<ZoneRecord> ofName = new ArrayList<>(records(name));
    ofName.add(added);
    larger.put(key(name), List.copyOf(ofName));
    return new Zone(ttl, larger, faults, signed);
  }

  private Zone fault(String name, Answering answering) {
    Map<String, Answering> more = new HashMap<>(faults);
    more.put(key(name), answering);
    return new Zone(ttl, records, more, signed);
  }

  private static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
