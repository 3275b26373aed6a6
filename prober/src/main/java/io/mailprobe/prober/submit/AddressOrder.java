package io.mailprobe.prober.submit;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Which of a target's addresses are tried, and in which order among those of equal preference. */
public enum AddressOrder {
  /** IPv6 where no IPv4 address answers: mail over it needs more to be accepted. */
  IPV4_FIRST,
  /** IPv4 where no IPv6 address answers. */
  IPV6_FIRST,
  IPV4,
  IPV6;

  /** Those found that are to be tried, as they are to be tried. */
  Found of(Found found) {
    List<Candidate> tried = found.candidates().stream().filter(this::allows).toList();
    if (tried.isEmpty() && !found.candidates().isEmpty()) {
      String missing = this == IPV6 ? "IPv6" : "IPv4";
      return new Found(
          List.of(),
          Stream.concat(
                  found.notes().stream(),
                  Stream.of("none of the addresses is one of " + missing + ", as addresses asks"))
              .toList());
    }
    return new Found(this == IPV6_FIRST ? ipv6First(tried) : tried, found.notes());
  }

  private boolean allows(Candidate candidate) {
    return switch (this) {
      case IPV4_FIRST, IPV6_FIRST -> true;
      case IPV4 -> !candidate.isIpv6();
      case IPV6 -> candidate.isIpv6();
    };
  }

  /** They come with IPv4 first; their order is otherwise kept. */
  private static List<Candidate> ipv6First(List<Candidate> candidates) {
    return candidates.stream()
        .sorted(
            Comparator.comparingInt(Candidate::preference)
                .thenComparing(candidate -> !candidate.isIpv6()))
        .toList();
  }
}
