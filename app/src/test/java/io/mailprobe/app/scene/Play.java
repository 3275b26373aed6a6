package io.mailprobe.app.scene;

import io.mailprobe.prober.Route;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Plays a route on manual time: probes on their schedule, through whatever weather there is. */
public final class Play {

  private static final List<Integer> RETRIES = List.of(15, 30, 60, 120, 300);

  private final ManualTime time;
  private final Scene scene;
  private final Route route;
  private final Duration usual;
  private final SplittableRandom random;
  private final List<ProbeId> held = new ArrayList<>();
  private double refusedShare;
  private double closedShare;
  private boolean holding;

  /** A route whose mail usually takes this long, more or less. */
  public Play(ManualTime time, Scene scene, Route route, Duration usual, long seed) {
    this.time = time;
    this.scene = scene;
    this.route = route;
    this.usual = usual;
    this.random = new SplittableRandom(seed);
  }

  /** The schedule begins. */
  public void start() {
    time.after(Duration.ZERO, this::tick);
  }

  /** From now on, these shares of the sessions are refused at the banner, and closed at MAIL. */
  public void refuse(double refused, double closed) {
    refusedShare = refused;
    closedShare = closed;
  }

  /** From now on, accepted mail is held back. */
  public void hold() {
    holding = true;
  }

  /** What was held comes out within some seconds, and nothing more is held. */
  public void release() {
    holding = false;
    for (ProbeId probe : held) {
      time.after(Duration.ofMillis(random.nextInt(200, 12_000)), () -> scene.arrived(probe));
    }
    held.clear();
  }

  private void tick() {
    ProbeId probe = scene.tick(route);
    time.after(Duration.ofMillis(random.nextInt(80, 400)), () -> end(probe, 0));
    time.after(route.every(), this::tick);
  }

  private void end(ProbeId probe, int retries) {
    SessionReport report = session();
    Duration delay = Duration.ofSeconds(RETRIES.get(Math.min(retries, RETRIES.size() - 1)));
    scene.ended(probe, report, delay);
    if (report.outcome() != Outcome.ACCEPTED) {
      time.after(delay, () -> retry(probe, retries + 1));
    } else if (holding) {
      held.add(probe);
    } else {
      time.after(latency(), () -> scene.arrived(probe));
    }
  }

  private void retry(ProbeId probe, int retries) {
    scene.retry(probe);
    time.after(Duration.ofMillis(100), () -> end(probe, retries));
  }

  private SessionReport session() {
    double draw = random.nextDouble();
    if (draw < refusedShare) {
      return Sessions.refused(time.wall(), Phase.BANNER, 421, Sessions.FOREST_LIMIT);
    }
    if (draw < refusedShare + closedShare) {
      return Sessions.failed(time.wall(), Phase.MAIL, Outcome.CLOSED);
    }
    return Sessions.accepted(time.wall());
  }

  private Duration latency() {
    double factor = Math.exp(random.nextGaussian() * 0.5);
    return Duration.ofMillis((long) (usual.toMillis() * factor));
  }
}
