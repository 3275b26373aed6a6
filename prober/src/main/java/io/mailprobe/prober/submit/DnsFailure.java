package io.mailprobe.prober.submit;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import java.net.UnknownHostException;

/** Why a name look-up gave nothing, told from what Netty's resolver throws. */
final class DnsFailure {

  private DnsFailure() {}

  /** Whether the name exists and merely has no record of the kind. */
  static boolean isNoRecord(Throwable failure) {
    // The only failure to which Netty gives no cause: nothing failed, and nothing was found.
    UnknownHostException unknown = Failures.find(failure, UnknownHostException.class);
    return unknown != null && unknown.getCause() == null;
  }

  /** The failure as one sentence. */
  static String text(String name, Throwable failure) {
    if (isNoRecord(failure)) {
      return name + " has no address";
    }
    if (Failures.find(failure, DnsNameResolverTimeoutException.class) != null) {
      return "no answer from the name servers for " + name;
    }
    DnsErrorCauseException answer = Failures.find(failure, DnsErrorCauseException.class);
    if (answer == null) {
      return name + " could not be looked up: " + Failures.message(failure);
    }
    return answer.getCode().equals(DnsResponseCode.NXDOMAIN)
        ? name + " does not exist (NXDOMAIN)"
        : "the name servers failed on " + name + " (" + answer.getCode() + ")";
  }
}
