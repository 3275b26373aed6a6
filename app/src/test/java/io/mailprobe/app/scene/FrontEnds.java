package io.mailprobe.app.scene;

import io.mailprobe.prober.Path;
import io.mailprobe.prober.canary.Canary;
import io.mailprobe.prober.canary.CanaryView;
import io.mailprobe.prober.canary.FrontEndView;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.Depth;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.protocol.session.SessionReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a canary has seen, put together front end by front end. */
public final class FrontEnds {

  private final Canary canary;
  private final List<FrontEndView> all = new ArrayList<>();
  private List<String> trouble = List.of();

  private FrontEnds(Canary canary) {
    this.canary = canary;
  }

  /** Of a canary of that region, which has seen nothing yet. */
  public static FrontEnds of(String region, Path path) {
    return new FrontEnds(
        new Canary(
            "front-ends",
            region,
            path,
            new Delivery(
                new Target.Mx("contoso.example", 25),
                TlsMode.OPPORTUNISTIC,
                new Auth.None(),
                "probe.example.net",
                Deadlines.DEFAULT),
            new Depth.StartTls(),
            Duration.ofSeconds(15),
            100,
            false));
  }

  /** With so many more whose latest session was this one, the last of so many failed in a row. */
  public FrontEnds with(int count, String forest, SessionReport session, int failedInARow) {
    for (int i = 0; i < count; i++) {
      int number = all.size() + 1;
      String host =
          forest.isEmpty() ? "mx%d.example" : "BL2PR07CA%04d." + forest + ".prod.outlook.com";
      all.add(
          new FrontEndView(
              "192.0.2." + number + ":25",
              host.formatted(number),
              Optional.of(forest).filter(name -> !name.isEmpty()),
              true,
              Optional.of(session),
              session.started(),
              failedInARow));
    }
    return this;
  }

  /** With one that the name servers no longer tell of. */
  public FrontEnds withGone(SessionReport session) {
    all.add(
        new FrontEndView(
            "192.0.2.254:25",
            "gone.example",
            Optional.empty(),
            false,
            Optional.of(session),
            session.started(),
            9));
    return this;
  }

  /** With one that has not been visited. */
  public FrontEnds withNew(Instant now) {
    all.add(
        new FrontEndView(
            "192.0.2.253:25", "new.example", Optional.empty(), true, Optional.empty(), now, 0));
    return this;
  }

  /** With a look-up that did not find all. */
  public FrontEnds withTrouble(String why) {
    trouble = List.of(why);
    return this;
  }

  /** The canary. */
  public Canary canary() {
    return canary;
  }

  /** What it has seen. */
  public CanaryView view() {
    return new CanaryView(canary, all, trouble, 0);
  }
}
