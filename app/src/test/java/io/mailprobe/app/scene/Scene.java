package io.mailprobe.app.scene;

import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.BegunAttempt;
import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.reply.EnhancedStatus;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.report.Notice;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A prober's ledger, to which a test gives ticks, sessions and arrivals by hand. */
public final class Scene implements AutoCloseable {

  private final ManualTime time;
  private final ProberEvents events;
  private final SplittableRandom random;
  private final Map<ProbeId, BegunAttempt> attempts = new HashMap<>();
  private final Map<ProbeId, Route> routes = new HashMap<>();
  private final Ledger ledger;
  private long sequence;

  /** Opens a ledger in the folder. */
  public Scene(Path folder, List<Route> routes, ManualTime time, ProberEvents events)
      throws IOException {
    this.time = time;
    this.events = events;
    // Scenes of other routes make other ids at the same instant.
    this.random =
        new SplittableRandom(
            routes.getFirst().region().hashCode() * 31L + routes.getFirst().name().hashCode());
    this.ledger = Ledger.open(folder, routes, time, events);
  }

  /** The ledger. */
  public Ledger ledger() {
    return ledger;
  }

  /** The schedule ticks now: a probe is opened and its first attempt begins. */
  public ProbeId tick(Route route) {
    events.ticked(route, Duration.ofMillis(1));
    ProbeId probe = ProbeId.create(time.wall(), random);
    attempts.put(probe, await(ledger.open(route, probe, time.wall())));
    routes.put(probe, route);
    return probe;
  }

  /** The probe's attempt ended so now; what is retried is tried again after the delay. */
  public void ended(ProbeId probe, SessionReport report, Duration retry) {
    BegunAttempt attempt = Optional.ofNullable(attempts.remove(probe)).orElseThrow();
    events.sessionEnded(Optional.ofNullable(routes.get(probe)).orElseThrow(), probe, report);
    if (report.outcome() == Outcome.ACCEPTED) {
      await(ledger.await(attempt, report));
    } else if (report.outcome().isRetried()) {
      await(ledger.retry(attempt, report, time.wall().plus(retry)));
    } else {
      await(ledger.giveUp(attempt, report, Verdict.REJECTED));
    }
  }

  /** Another attempt of the probe begins. */
  public void retry(ProbeId probe) {
    await(ledger.begin(probe)).ifPresent(attempt -> attempts.put(probe, attempt));
  }

  /** The probe is accepted at once. */
  public ProbeId accepted(Route route) {
    ProbeId probe = tick(route);
    ended(probe, Sessions.accepted(time.wall()), Duration.ZERO);
    return probe;
  }

  /** The probe arrives now. */
  public void arrived(ProbeId probe) {
    arrived(probe, "");
  }

  /** The probe arrives now, with this header block. */
  public void arrived(ProbeId probe, String head) {
    sequence++;
    Instant now = time.wall();
    Arrival arrival =
        new Arrival(
            sequence,
            probe,
            Arrival.Place.RECIPIENT,
            Optional.empty(),
            Optional.empty(),
            now.minusMillis(40),
            now.minusMillis(20),
            now,
            "127.0.2.7",
            "NAM12-BN8-obe.outbound.protection.outlook.com",
            "probe+" + probe + "@probe.example.net",
            2_412,
            head);
    FeedPage page = new FeedPage(new FeedCursor("scene", sequence), now, List.of(arrival));
    await(ledger.record("local", page));
  }

  /** A report of Exchange Online's on the probe comes in now. */
  public DeliveryReport reported(ProbeId probe, Action action) {
    return reported(
        probe,
        action,
        "450 4.4.317 Cannot establish session with remote server [Message=421 4.3.2 Service"
            + " not active [BL02EPF00046C14.namprd07.prod.outlook.com]]");
  }

  /** The same with another diagnostic. */
  public DeliveryReport reported(ProbeId probe, Action action, String diagnostic) {
    sequence++;
    Instant now = time.wall();
    Notice notice =
        new Notice(
            action,
            EnhancedStatus.parse("4.4.317"),
            Optional.of(diagnostic),
            Optional.of("probe+" + probe + "@probe.example.net"),
            Optional.of("NAM12-BN8-obe.outbound.protection.outlook.com"),
            Optional.of("mx.probe.example.net"),
            Optional.of("192.0.2.25"),
            Optional.of(now.minusSeconds(14_400)),
            Optional.of(now.minusSeconds(60)),
            Optional.of(now.plusSeconds(72_000)),
            Optional.of("<" + sequence + "@outlook.com>"));
    DeliveryReport report =
        new DeliveryReport(
            sequence,
            probe,
            DeliveryReport.Place.STAMP,
            Optional.empty(),
            now,
            "127.0.2.7",
            notice);
    FeedCursor next = new FeedCursor("scene", sequence);
    await(ledger.record("local", new FeedPage(next, now, List.of(), List.of(report))));
    return report;
  }

  /** Ages and losses are counted up to now. */
  public void sweep() {
    await(ledger.sweep(true));
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    ledger.close();
  }
}
