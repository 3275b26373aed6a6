package io.mailprobe.protocol.certificate;

import java.time.Instant;
import java.util.List;

/**
 * What a certificate is to say. All are for TLS servers.
 *
 * @param name the common name of its subject
 * @param from the first instant at which it is valid, to the second
 * @param until the last one
 * @param authority whether it may issue others, and be trusted by itself
 * @param hosts the host names that it is for, in ASCII
 * @param addresses the IP addresses that it is for, of 4 or 16 bytes each
 */
public record CertificateDraft(
    String name,
    Instant from,
    Instant until,
    boolean authority,
    List<String> hosts,
    List<byte[]> addresses) {

  public CertificateDraft {
    hosts = List.copyOf(hosts);
    addresses = List.copyOf(addresses);
    if (name.isBlank() || !from.isBefore(until)) {
      throw new IllegalArgumentException("no certificate: " + name + ", " + from + " to " + until);
    }
    if (!hosts.stream().allMatch(host -> host.matches("[!-~]+"))) {
      throw new IllegalArgumentException("not host names in ASCII: " + hosts);
    }
  }
}
