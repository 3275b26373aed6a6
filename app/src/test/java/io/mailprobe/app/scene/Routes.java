package io.mailprobe.app.scene;

import io.mailprobe.prober.Path;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import java.time.Duration;

/** Routes such as a configuration gives. */
public final class Routes {

  private Routes() {}

  /** A route of that name and path with a probe every so often, late after a minute. */
  public static Route of(String region, Path path, Duration every) {
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
        new Delivery(
            new Target.Host("smtp.office365.com", 587),
            TlsMode.STARTTLS,
            new Auth.None(),
            "probe.example.net",
            Deadlines.DEFAULT));
  }

  /** An outbound route with a probe every five seconds, as in the demo. */
  public static Route outbound(String region) {
    return of(region, Path.OUTBOUND, Duration.ofSeconds(5));
  }
}
