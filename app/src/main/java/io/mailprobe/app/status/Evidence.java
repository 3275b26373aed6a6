package io.mailprobe.app.status;

import io.mailprobe.prober.ProberEvents.SkipReason;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.protocol.classify.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that the state of a route is decided from.
 *
 * @param now the instant for which it is decided
 * @param watchedSince since when we look
 * @param awakeSince since when this process has run without being held up: before that, silence is
 *     its own
 * @param account the ledger's numbers
 * @param sessions the sessions remembered, oldest first
 * @param probes the probes remembered, by their ticks, oldest first
 * @param feeds the feeds that tell of arrivals
 * @param lastTick when the schedule last ticked, used or skipped
 * @param skipped why the last tick was skipped, if it was
 * @param returnedBy whom the newest report of a failure points at
 */
record Evidence(
    Instant now,
    Instant watchedSince,
    Instant awakeSince,
    RouteAccount account,
    List<SessionNote> sessions,
    List<ProbeRecord> probes,
    List<FeedHealth> feeds,
    Optional<Instant> lastTick,
    Optional<SkipReason> skipped,
    Party returnedBy) {

  Evidence {
    sessions = List.copyOf(sessions);
    probes = List.copyOf(probes);
    feeds = List.copyOf(feeds);
  }

  Duration every() {
    return account.route().every();
  }

  /** That many ticks, but no less than the given seconds. */
  Duration ticks(int count, int atLeastSeconds) {
    return longer(every().multipliedBy(count), Duration.ofSeconds(atLeastSeconds));
  }

  /** The sessions that ended no longer ago than that. */
  List<SessionNote> sessionsOf(Duration last) {
    Instant from = now.minus(last);
    return sessions.stream().filter(session -> !session.at().isBefore(from)).toList();
  }

  /** Up to when we would know of an arrival: what nobody could tell us since then is no silence. */
  Instant heard() {
    return feeds.stream().map(feed -> feed.heard(now)).max(Instant::compareTo).orElse(now);
  }

  /** The probes with a tick in the span that began and ended so long before {@link #heard}. */
  List<ProbeRecord> probesBetween(Duration began, Duration ended) {
    Instant from = heard().minus(began);
    Instant to = heard().minus(ended);
    return probes.stream()
        .filter(probe -> !probe.due().isBefore(from) && !probe.due().isAfter(to))
        .toList();
  }

  /** Whether the probe took longer than that, or has been under way for longer. */
  boolean slower(ProbeRecord probe, Duration than) {
    return probe.latency().orElseGet(() -> Duration.between(probe.due(), heard())).compareTo(than)
        > 0;
  }

  static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
