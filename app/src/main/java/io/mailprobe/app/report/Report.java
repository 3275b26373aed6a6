package io.mailprobe.app.report;

import io.mailprobe.app.evidence.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A report: every number and word of it. Durations are in seconds, shares parts of one, instants
 * UTC. What draws it adds nothing.
 *
 * @param header what it is on
 * @param summary what happened, in sentences
 * @param regions what happened in each region
 * @param routes each route, its numbers and its course
 * @param canaries each canary's sessions
 * @param forests what each forest deferred
 * @param refusals the sessions that failed, by what failed where
 * @param worst the probes that were on their way for longest
 * @param posts what Microsoft told, and by how much we knew before
 * @param alerts which alerts fired
 * @param notes what a reader must know to read it right
 */
public record Report(
    Header header,
    List<String> summary,
    List<Region> regions,
    List<Route> routes,
    List<Canary> canaries,
    List<Forest> forests,
    Refusals refusals,
    List<Probe> worst,
    List<PostLead> posts,
    Alerts alerts,
    List<String> notes) {

  /** As JSON: {@code report.json}. */
  public byte[] json() {
    return Json.bytes(this);
  }

  /**
   * What it is on.
   *
   * @param bucketSeconds how long a bucket of each course is
   * @param bucketsFrom when the first bucket begins
   * @param buckets how many there are
   */
  public record Header(
      String title,
      Instant from,
      Instant to,
      double lastsSeconds,
      Instant knownUntil,
      Instant written,
      String version,
      Map<String, String> origin,
      List<String> regions,
      double bucketSeconds,
      Instant bucketsFrom,
      int buckets) {}

  /**
   * A region.
   *
   * @param verdict what happened there, in a sentence
   * @param spells its times of trouble, in their order
   * @param outside what its probes came to outside of them
   */
  public record Region(String region, String verdict, List<Spell> spells, Counts outside) {}

  /**
   * A time of trouble in a region: its routes' and canaries', those of the control path aside.
   *
   * @param began the tick of the first probe, or the start of the first session, in trouble
   * @param ended the last such; empty while it goes on
   * @param lastsSeconds from there to there, or to the end of the time
   * @param ways the routes and canaries that were in trouble
   * @param seen when it was first seen by anything
   * @param firstDeferral the first session that was deferred
   * @param firstFailure the first session that failed in any way
   * @param firstLate the first probe that was late
   * @param firstUndelivered the first that was late and was never delivered
   * @param counts the probes with a tick in it
   * @param sessions the sessions that began in it
   * @param deferred those that were deferred
   * @param deferredShare their share
   * @param failed those that failed in any way
   * @param failedShare their share
   * @param oldestAgeSeconds how old a probe of it became before it was in flight no more
   * @param party whom it points at
   * @param partyWords the same for people
   * @param evidence what that rests on
   */
  public record Spell(
      Instant began,
      Optional<Instant> ended,
      double lastsSeconds,
      List<String> ways,
      Instant seen,
      Optional<Sign.Session> firstDeferral,
      Optional<Sign.Session> firstFailure,
      Optional<Sign.Late> firstLate,
      Optional<Sign.Late> firstUndelivered,
      Counts counts,
      int sessions,
      int deferred,
      double deferredShare,
      int failed,
      double failedShare,
      double oldestAgeSeconds,
      String party,
      String partyWords,
      String evidence) {}

  /**
   * How many probes went how. {@code probes = delivered + lost + rejected + abandoned + bounced +
   * in_flight}.
   *
   * @param late those that were not here by their deadline, whatever became of them later
   * @param turnedAway those with a session that was not accepted
   * @param recovered those that arrived after they had another verdict
   * @param receiverCaused those late ones that our receiver may have delayed
   */
  public record Counts(
      int probes,
      int delivered,
      int lost,
      int rejected,
      int abandoned,
      int bounced,
      int inFlight,
      int late,
      double lateShare,
      int turnedAway,
      int recovered,
      int duplicatesByRetry,
      int duplicatesByProvider,
      int receiverCaused) {}

  /**
   * A route.
   *
   * @param everySeconds its cadence; 0 where that is not known
   * @param ticks how many ticks the time has at that cadence; empty where it is not known
   * @param outcomes its sessions by how they ended
   * @param p50Seconds by when half of its probes had arrived; empty where half did not
   * @param p95Seconds by when 95 of a hundred had
   * @param longestSeconds the longest latency of those that were delivered
   * @param oldestAgeSeconds how old the oldest in flight became
   * @param gaps times without a tick
   */
  public record Route(
      String region,
      String route,
      String path,
      double everySeconds,
      double deadlineSeconds,
      Optional<Integer> ticks,
      Counts counts,
      int sessions,
      Map<String, Integer> outcomes,
      Optional<Double> p50Seconds,
      Optional<Double> p95Seconds,
      Optional<Double> longestSeconds,
      double oldestAgeSeconds,
      List<Gap> gaps,
      Series series) {}

  /** A time without a tick. */
  public record Gap(Instant from, Instant to, double lastsSeconds) {}

  /** A canary's sessions by how they ended. */
  public record Canary(
      String region, String canary, String path, int sessions, Map<String, Integer> outcomes) {}

  /**
   * A forest.
   *
   * @param series how many of its sessions were deferred in each bucket
   */
  public record Forest(
      String forest, int sessions, int deferred, double deferredShare, List<Integer> series) {}

  /**
   * The failed sessions.
   *
   * @param rows the commonest
   * @param otherRows how many rows more there would be
   * @param otherSessions how many sessions are in those
   */
  public record Refusals(List<Refusal> rows, int otherRows, int otherSessions) {}

  /** Failed sessions that failed alike in one place. */
  public record Refusal(
      String region,
      String outcome,
      String phase,
      Optional<Integer> code,
      Optional<String> enhanced,
      String reason,
      String party,
      String forest,
      String frontEnd,
      int sessions,
      Instant first,
      Instant last,
      String text) {}

  /**
   * A probe.
   *
   * @param ageSeconds from its tick to its arrival; of what did not arrive, to when it was in
   *     flight no more
   */
  public record Probe(
      String id,
      String region,
      String route,
      Instant scheduled,
      String verdict,
      Optional<Instant> arrived,
      double ageSeconds,
      int attempts,
      Optional<String> lastReply,
      Optional<String> lastFrontEnd) {}

  /**
   * A post of Microsoft's.
   *
   * @param leads for each region with a time of trouble that it may be about, by how much we saw
   *     that before
   * @param pageLeadSeconds by how much the first page was before it; empty without one
   */
  public record PostLead(
      Instant at,
      String issue,
      String text,
      Map<String, Double> leads,
      Optional<Double> pageLeadSeconds) {}

  /**
   * Alerts.
   *
   * @param known whether anybody was asked for them
   * @param spells when which fired, the first first
   */
  public record Alerts(boolean known, List<Alert> spells) {}

  /**
   * A time in which an alert fired.
   *
   * @param page whether it woke somebody
   * @param lastsSeconds how long; to the end of the time where it has not cleared
   */
  public record Alert(
      String alert,
      String severity,
      boolean page,
      Map<String, String> labels,
      Instant fired,
      Optional<Instant> cleared,
      double lastsSeconds) {}
}
