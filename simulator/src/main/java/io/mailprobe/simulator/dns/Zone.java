package io.mailprobe.simulator.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

  private final Duration ttl;
  private final Map<String, List<ZoneRecord>> records;
  private final Map<String, Answering> faults;

  private Zone(Duration ttl, Map<String, List<ZoneRecord>> records, Map<String, Answering> faults) {
    this.ttl = ttl;
    this.records = records;
    this.faults = faults;
  }

  /** No names at all; records to be kept by resolvers for this long, in whole seconds. */
  public static Zone empty(Duration ttl) {
    return new Zone(ttl, Map.of(), Map.of());
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

  /** Answers all questions for the name with SERVFAIL. */
  public Zone failing(String name) {
    return fault(name, Answering.SERVER_FAILURE);
  }

  /** Answers no question for the name. */
  public Zone silent(String name) {
    return fault(name, Answering.NOT_AT_ALL);
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

  long ttlSeconds() {
    return ttl.toSeconds();
  }

  private Zone with(String name, ZoneRecord added) {
    Map<String, List<ZoneRecord>> larger = new HashMap<>(records);
    List<ZoneRecord> ofName = new ArrayList<>(records(name));
    ofName.add(added);
    larger.put(key(name), List.copyOf(ofName));
    return new Zone(ttl, larger, faults);
  }

  private Zone fault(String name, Answering answering) {
    Map<String, Answering> more = new HashMap<>(faults);
    more.put(key(name), answering);
    return new Zone(ttl, records, more);
  }

  private static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
