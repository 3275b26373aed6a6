package io.mailprobe.app.status;

import io.mailprobe.prober.ProberEvents.SkipReason;
import io.mailprobe.prober.account.ProbeRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides how a route does. Every threshold scales with the route's cadence, asks for at least
 * three witnesses before it calls a route bad, and needs none of them to have arrived: silence is
 * evidence too.
 */
final class Judge {

  private static final int WITNESSES = 3;

  private final Evidence evidence;
  private final Instant now;
  private final Latencies latencies;
  private final Duration slow;

  private Judge(Evidence evidence) {
    this.evidence = evidence;
    this.now = evidence.now();
    this.latencies = Latencies.of(evidence.probes());
    this.slow = slow(evidence.account().route().deadline(), latencies);
  }

  /** Four times the usual, at least 10 s; the deadline at the latest, or where nothing is usual. */
  private static Duration slow(Duration deadline, Latencies latencies) {
    return latencies.ascending().isEmpty()
        ? deadline
        : Evidence.shorter(
            deadline, Evidence.longer(Duration.ofSeconds(10), latencies.median().multipliedBy(4)));
  }

  static Finding judge(Evidence evidence) {
    return new Judge(evidence).decide();
  }

  private Finding decide() {
    return refused()
        .or(this::blind)
        .or(this::silent)
        .or(this::returned)
        .or(this::stopped)
        .or(this::delayed)
        .or(this::starting)
        .or(this::recovering)
        .or(this::impaired)
        .orElseGet(this::flowing);
  }

  private Optional<Finding> refused() {
    List<SessionNote> recent = evidence.sessionsOf(evidence.ticks(6, 30));
    long failed = failures(recent);
    boolean halfFail = failed >= WITNESSES && failed * 2 >= recent.size();
    boolean lastPassed = failures(newest(recent, WITNESSES)) == 0;
    boolean lastFailed =
        recent.size() > WITNESSES && failures(newest(recent, WITNESSES + 1)) == WITNESSES + 1;
    if ((halfFail && !lastPassed) || lastFailed) {
      return Optional.of(FailureWords.refused(recent, standing()));
    }
    return Optional.empty();
  }

  private Optional<Finding> impaired() {
    List<SessionNote> recent = evidence.sessionsOf(evidence.ticks(12, 60));
    long failed = failures(recent);
    return failed >= WITNESSES && failed * 5 >= recent.size()
        ? Optional.of(FailureWords.impaired(recent, standing()))
        : Optional.empty();
  }

  private Optional<Finding> blind() {
    List<FeedHealth> feeds = evidence.feeds();
    if (feeds.isEmpty() || !feeds.stream().allMatch(feed -> feed.deaf(now))) {
      return Optional.empty();
    }
    Duration age =
        feeds.stream().map(feed -> feed.age(now)).min(Duration::compareTo).orElse(Duration.ZERO);
    return Optional.of(
        new Finding(
            State.BLIND,
            "We are deaf: no feed of arrivals read for " + Words.of(age),
            "Mail may be flowing or not. " + standing()));
  }

  private Optional<Finding> silent() {
    if (evidence.skipped().equals(Optional.of(SkipReason.STORE_FAILED))) {
      return Optional.of(
          new Finding(State.SILENT, "Not sending: the ledger cannot be written", standing()));
    }
    Optional<String> restrained = evidence.skipped().flatMap(Judge::restrained);
    if (restrained.isPresent()) {
      return Optional.of(new Finding(State.SILENT, "Not sending: " + restrained.get(), standing()));
    }
    Instant last = evidence.lastTick().orElse(evidence.watchedSince());
    Duration idle = Duration.between(Evidence.later(last, evidence.awakeSince()), now);
    if (idle.compareTo(evidence.ticks(4, 20)) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(State.SILENT, "Not sending: no tick for " + Words.of(idle), standing()));
  }

  private Optional<Finding> returned() {
    return ReportWords.returned(evidence, WITNESSES, standing());
  }

  /** Why ticks are left out for long, so that silence is no sign of health. */
  private static Optional<String> restrained(SkipReason reason) {
    return switch (reason) {
      case BACKING_OFF -> Optional.of("refused for good again and again, so it pauses");
      case MAILBOX_BUDGET -> Optional.of("the mailbox has sent what it may in a day");
      case IN_FLIGHT_CAP, STORE_FAILED, MAILBOX_BUSY, MAILBOX_PACE, MISSED -> Optional.empty();
    };
  }

  private Optional<Finding> stopped() {
    Duration quiet = quiet(now);
    Duration patience = evidence.ticks(3, 15).plus(latencies.median());
    if (!arrivedWhileWatched()) {
      patience = Evidence.longer(patience, evidence.account().route().deadline());
    }
    Duration awake = Duration.between(evidence.awakeSince(), now);
    if (evidence.account().inFlight() < WITNESSES
        || Evidence.shorter(quiet(evidence.heard()), awake).compareTo(patience) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(State.STOPPED, "Stopped: nothing arrived for " + Words.of(quiet), inFlight()));
  }

  private Optional<Finding> delayed() {
    List<ProbeRecord> due = evidence.probesBetween(evidence.ticks(12, 60).plus(slow), slow);
    long late = late(due);
    boolean half = late >= WITNESSES && late * 2 >= due.size();
    boolean last = due.size() >= WITNESSES && late(newest(due, WITNESSES)) == WITNESSES;
    boolean over = late(newest(due, WITNESSES)) == 0;
    if ((!half && !last) || over) {
      return Optional.empty();
    }
    String oldest =
        evidence
            .account()
            .oldestInFlight()
            .map(tick -> "oldest in flight " + Words.of(Duration.between(tick, now)))
            .orElse("slower than " + Words.of(slow));
    return Optional.of(
        new Finding(
            State.DELAYED,
            "Delayed: " + oldest,
            late + " of the last " + due.size() + " probes took over " + Words.of(slow) + "."));
  }

  private Optional<Finding> starting() {
    if (arrivedWhileWatched()) {
      return Optional.empty();
    }
    String sentence =
        evidence.account().arrived() == 0
            ? "No probe has finished yet"
            : "No probe has finished since the start";
    return Optional.of(new Finding(State.STARTING, sentence, inFlight()));
  }

  private Optional<Finding> recovering() {
    Instant recently = now.minus(evidence.ticks(6, 60));
    long cameLate =
        evidence.probes().stream()
            .filter(probe -> probe.arrived().isPresent() && slower(probe))
            .filter(probe -> !probe.arrived().get().isBefore(recently))
            .count();
    List<ProbeRecord> due = evidence.probesBetween(evidence.ticks(30, 900), slow);
    long missing = due.stream().filter(probe -> probe.verdict().isEmpty() && slower(probe)).count();
    boolean manyMissing = missing >= WITNESSES && missing * 10 >= due.size();
    if (cameLate < WITNESSES && !manyMissing) {
      return Optional.empty();
    }
    String behind =
        missing == 0 ? "late mail has just come in" : Words.probes(missing) + " still late";
    return Optional.of(
        new Finding(State.RECOVERING, "Recovering: new mail arrives, " + behind, standing()));
  }

  private Finding flowing() {
    return new Finding(State.FLOWING, "Mail is flowing", latencies.sentence() + remarks());
  }

  /** What a person wants to know beside a trouble: is anything arriving, and what waits. */
  private String standing() {
    Duration quiet = quiet(now);
    String arriving = arrivedWhileWatched() ? "Last arrival " + Words.of(quiet) + " ago. " : "";
    return arriving + inFlight();
  }

  private String inFlight() {
    long count = evidence.account().inFlight();
    return evidence
        .account()
        .oldestInFlight()
        .map(tick -> count + " in flight, oldest " + Words.of(Duration.between(tick, now)) + ".")
        .map(text -> text + ReportWords.waiting(evidence))
        .orElse("Nothing in flight.");
  }

  /** Old probes that alone do not make a route bad, and feeds that others make up for. */
  private String remarks() {
    StringBuilder remarks = new StringBuilder();
    evidence
        .account()
        .oldestInFlight()
        .map(tick -> Duration.between(tick, now))
        .filter(age -> age.compareTo(slow) > 0)
        .ifPresent(age -> remarks.append(" Oldest in flight ").append(Words.of(age)).append('.'));
    remarks.append(ReportWords.waiting(evidence)).append(ReportWords.cameBack(evidence));
    evidence.feeds().stream()
        .filter(feed -> feed.deaf(now))
        .forEach(
            feed ->
                remarks
                    .append(" Feed ")
                    .append(feed.name())
                    .append(" not read for ")
                    .append(Words.of(feed.age(now)))
                    .append('.'));
    return remarks.toString();
  }

  private Duration quiet(Instant until) {
    Instant last = evidence.account().lastArrival().orElse(evidence.watchedSince());
    return Duration.between(Evidence.later(last, evidence.watchedSince()), until);
  }

  private boolean arrivedWhileWatched() {
    return evidence
        .account()
        .lastArrival()
        .filter(at -> !at.isBefore(evidence.watchedSince()))
        .isPresent();
  }

  private boolean slower(ProbeRecord probe) {
    return evidence.slower(probe, slow);
  }

  private long late(List<ProbeRecord> probes) {
    return probes.stream().filter(this::slower).count();
  }

  private static long failures(List<SessionNote> sessions) {
    return sessions.stream().filter(SessionNote::failed).count();
  }

  private static <T> List<T> newest(List<T> all, int count) {
    return all.subList(Math.max(0, all.size() - count), all.size());
  }
}
