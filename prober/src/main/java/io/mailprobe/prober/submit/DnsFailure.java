package io.mailprobe.prober.submit;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import java.util.Optional;

/** Why a name look-up gave nothing, told from what Netty's resolver throws. */
final class DnsFailure {

  private DnsFailure() {}

  /** Whether the name exists and merely has no record of the kind. */
  static boolean isNoRecord(Throwable failure) {
    return code(failure).filter(DnsResponseCode.NOERROR::equals).isPresent();
  }

  /** The failure as one sentence. */
  static String text(String name, Throwable failure) {
    if (Failures.find(failure, DnsNameResolverTimeoutException.class) != null) {
      return "no answer from the name servers for " + name;
    }
    return code(failure)
        .map(code -> text(name, code))
        .orElseGet(() -> name + " could not be looked up: " + Failures.message(failure));
  }

  private static String text(String name, DnsResponseCode code) {
    if (code.equals(DnsResponseCode.NOERROR)) {
      return name + " has no address";
    }
    if (code.equals(DnsResponseCode.NXDOMAIN)) {
      return name + " does not exist (NXDOMAIN)";
    }
    return "the name servers failed on " + name + " (" + code + ")";
  }

  private static Optional<DnsResponseCode> code(Throwable failure) {
    DnsErrorCauseException cause = Failures.find(failure, DnsErrorCauseException.class);
    return cause == null ? Optional.empty() : Optional.of(cause.getCode());
  }
}
