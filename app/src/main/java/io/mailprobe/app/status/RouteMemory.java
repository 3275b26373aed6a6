package io.mailprobe.app.status;

import io.mailprobe.prober.ProberEvents.SkipReason;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.stamp.ProbeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is remembered of one route: a window of time, and never more than so much. */
final class RouteMemory {

  private static final int MOST_SESSIONS = 5_000;
  private static final int MOST_PROBES = 2_000;

  private final Duration window;
  private final Instant watchedSince;
  private final Tenure tenure;
  private final Deque<SessionNote> sessions = new ArrayDeque<>();
  private final TreeMap<Place, ProbeRecord> probes = new TreeMap<>();
  private Optional<Instant> lastTick = Optional.empty();
  private Optional<SkipReason> skipped = Optional.empty();
  private Party returnedBy = Party.UNKNOWN;

  RouteMemory(Route route, Instant watchedSince) {
    window = window(route.every());
    this.watchedSince = watchedSince;
    tenure = new Tenure(route.every());
  }

  /** Thirty ticks, a quarter of an hour at least and a day at most. */
  static Duration window(Duration every) {
    return Evidence.shorter(
        Duration.ofDays(1), Evidence.longer(Duration.ofMinutes(15), every.multipliedBy(30)));
  }

  synchronized void ticked(Instant at) {
    lastTick = Optional.of(at);
    skipped = Optional.empty();
  }

  synchronized void skipped(Instant at, SkipReason reason) {
    lastTick = Optional.of(at);
    skipped = Optional.of(reason);
  }

  synchronized void sessionEnded(SessionNote session) {
    sessions.addLast(session);
    if (sessions.size() > MOST_SESSIONS) {
      sessions.removeFirst();
    }
  }

  /** A report of a failure came, which points at this party. */
  synchronized void returned(Party by) {
    returnedBy = by;
  }

  synchronized void probeChanged(ProbeRecord probe) {
    probes.put(new Place(probe.scheduled(), probe.id()), probe);
    if (probes.size() > MOST_PROBES) {
      probes.pollFirstEntry();
    }
  }

  /** Decides how the route does now. */
  synchronized RouteStatus status(
      RouteAccount account, List<FeedHealth> feeds, Instant awakeSince, Instant now) {
    forget(now.minus(window));
    Evidence evidence =
        new Evidence(
            now,
            watchedSince,
            awakeSince,
            account,
            List.copyOf(sessions),
            List.copyOf(probes.values()),
            feeds,
            lastTick,
            skipped,
            returnedBy);
    Finding finding = tenure.update(Judge.judge(evidence), now);
    Latencies latencies = Latencies.of(evidence.probes());
    boolean known = !latencies.ascending().isEmpty();
    return new RouteStatus(
        account,
        finding,
        Optional.empty(),
        tenure.since(),
        window,
        outcomes(evidence.sessions()),
        Trouble.of(evidence.sessions()),
        known ? Optional.of(latencies.median()) : Optional.empty(),
        known ? Optional.of(latencies.ascending().getLast()) : Optional.empty());
  }

  private void forget(Instant before) {
    while (!sessions.isEmpty() && sessions.getFirst().at().isBefore(before)) {
      sessions.removeFirst();
    }
    while (!probes.isEmpty() && probes.firstKey().scheduled().isBefore(before)) {
      probes.pollFirstEntry();
    }
  }

  private static Map<Outcome, Long> outcomes(List<SessionNote> sessions) {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    sessions.forEach(session -> counts.merge(session.outcome(), 1L, Long::sum));
    return counts;
  }

  private record Place(Instant scheduled, ProbeId id) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byTick = scheduled.compareTo(other.scheduled);
      return byTick != 0 ? byTick : id.compareTo(other.id);
    }
  }
}
