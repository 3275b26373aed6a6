package io.mailprobe.prober.submit;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import java.net.UnknownHostException;

/** Why a name look-up gave nothing. */
final class DnsFailure {

  private DnsFailure() {}

  /** Told from what Netty's resolver throws. */
  static <T> NameAnswer<T> answer(Throwable failure) {
    // The only failure to which Netty gives no cause: nothing failed, and nothing was found.
    UnknownHostException unknown = Failures.find(failure, UnknownHostException.class);
    if (unknown != null && unknown.getCause() == null) {
      return new NameAnswer.NoRecord<>();
    }
    if (Failures.find(failure, DnsNameResolverTimeoutException.class) != null) {
      return new NameAnswer.Silence<>();
    }
    DnsErrorCauseException answer = Failures.find(failure, DnsErrorCauseException.class);
    if (answer == null) {
      return new NameAnswer.NotAsked<>(Failures.message(failure));
    }
    return answer.getCode().equals(DnsResponseCode.NXDOMAIN)
        ? new NameAnswer.NoSuchName<>()
        : new NameAnswer.Failed<>(answer.getCode().toString());
  }

  /** An answer without records as one sentence. */
  static String text(String name, NameAnswer<?> answer) {
    return switch (answer) {
      case NameAnswer.Found<?> _ -> throw new IllegalArgumentException(name + " was found");
      case NameAnswer.NoRecord<?> _ -> name + " has no address";
      case NameAnswer.NoSuchName<?> _ -> name + " does not exist (NXDOMAIN)";
      case NameAnswer.Failed<?>(var code) ->
          "the name servers failed on " + name + " (" + code + ")";
      case NameAnswer.Silence<?> _ -> "no answer from the name servers for " + name;
      case NameAnswer.NotAsked<?>(var why) -> name + " could not be looked up: " + why;
    };
  }
}
