package io.mailprobe.app.scene;

import io.mailprobe.prober.Path;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.submit.AddressOrder;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.ClientCertificate;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import java.time.Duration;
import java.util.Optional;

/** Routes such as a configuration gives. */
public final class Routes {

  private Routes() {}

  /** A route of that name and path with a probe every so often, late after a minute. */
  public static Route of(String region, Path path, Duration every) {
    return of(
        region,
        path,
        every,
        new Delivery(
            new Target.Host("smtp.office365.com", 587),
            TlsMode.STARTTLS,
            new Auth.None(),
            "probe.example.net",
            Deadlines.DEFAULT));
  }

  /** A route by a connector that knows us by this certificate. */
  public static Route showing(ClientCertificate certificate) {
    return of(
        "amer",
        Path.OUTBOUND,
        Duration.ofSeconds(5),
        new Delivery(
            new Target.Mx("contoso.example", 25),
            TlsMode.STARTTLS,
            new Auth.None(),
            Optional.of(certificate),
            AddressOrder.IPV4_FIRST,
            "probe.example.net",
            Deadlines.DEFAULT));
  }

  private static Route of(String region, Path path, Duration every, Delivery delivery) {
    return new Route(
        path.label(),
        region,
        region + "-1",
        path,
        every,
        Duration.ofSeconds(60),
        Duration.ofHours(24),
        Duration.ofHours(25),
        1_000,
        "probe@contoso.example",
        new Recipient.TokenAt("probe.example.net"),
        delivery);
  }

  /** An outbound route with a probe every five seconds, as in the demo. */
  public static Route outbound(String region) {
    return of(region, Path.OUTBOUND, Duration.ofSeconds(5));
  }
}
