package io.mailprobe.app.doctor;

import io.mailprobe.app.config.Config;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;

/**
 * A route, as it is configured and as the prober takes it.
 *
 * @param index its place in the file, from 0
 */
record Way(int index, Config.Route configured, Route route) {

  String name() {
    return route.name();
  }

  Target target() {
    return route.delivery().target();
  }

  /** The key of a setting of the route. */
  String key(String setting) {
    return "routes[" + index + "]." + setting;
  }

  boolean isControl() {
    return route.path() == Path.CONTROL;
  }

  boolean logsIn() {
    return !(route.delivery().auth() instanceof Auth.None);
  }

  /**
   * Whether it talks to the mail servers of somebody else's domain as any mail server does: not
   * where a certificate makes it one of the tenant's own.
   */
  boolean isDirect() {
    return target() instanceof Target.Mx
        && !logsIn()
        && route.delivery().certificate().isEmpty()
        && !isControl();
  }

  boolean wantsTls() {
    return route.delivery().tls() == TlsMode.STARTTLS || route.delivery().tls() == TlsMode.IMPLICIT;
  }

  /** The domain that its probes are for. */
  String recipientDomain() {
    return switch (route.to()) {
      case Recipient.TokenAt(String domain) -> domain;
      case Recipient.Fixed(String address) -> Words.domain(address);
    };
  }
}
