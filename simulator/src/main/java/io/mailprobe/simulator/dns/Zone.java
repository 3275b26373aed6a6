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
