package io.mailprobe.prober.submit;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * One address that a session may go to: a front end as the name servers tell of it.
 *
 * @param preference that of its MX record; lower is better
 * @param name whom its certificate must be for
 * @param address where it is
 */
public record Candidate(int preference, String name, InetSocketAddress address) {

  /** Best preference first (RFC 5321 5.1), IPv4 before IPv6. */
  private static final Comparator<Candidate> RANK =
      Comparator.comparingInt(Candidate::preference).thenComparing(Candidate::isIpv6);

  /** The same each time, whatever the order of the records in an answer. */
  private static final Comparator<Candidate> AMONG_EQUALS =
      Comparator.comparing(
          candidate -> candidate.address().getAddress().getAddress(), Arrays::compareUnsigned);

  Candidate(int preference, String name, InetAddress address, int port) {
    this(preference, name, new InetSocketAddress(address, port));
  }

  /** In the order in which to try them; those of equal rank rotated by so many. */
  static List<Candidate> inOrder(Collection<Candidate> candidates, int rotation) {
    TreeMap<Candidate, List<Candidate>> ranks = new TreeMap<>(RANK);
    for (Candidate candidate : candidates) {
      ranks.computeIfAbsent(candidate, _ -> new ArrayList<>()).add(candidate);
    }
    List<Candidate> ordered = new ArrayList<>();
    for (List<Candidate> equals : ranks.values()) {
      equals.sort(AMONG_EQUALS);
      Collections.rotate(equals, -Math.floorMod(rotation, equals.size()));
      ordered.addAll(equals);
    }
    return ordered;
  }

  /** Its address and port as one text, such as {@code 127.0.1.11:25} or {@code [::1]:25}. */
  public String endpoint() {
    return NetUtil.toSocketAddressString(address);
  }

  /** Whether its address is one of IPv6. */
  public boolean isIpv6() {
    return !(address.getAddress() instanceof Inet4Address);
  }
}
