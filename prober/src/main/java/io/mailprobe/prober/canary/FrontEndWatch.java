package io.mailprobe.prober.canary;

import io.mailprobe.prober.submit.Candidate;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.time.Scheduler.Pending;
import io.mailprobe.protocol.trace.ServerName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is known of one front end, and when it is visited next. Guarded by its round. */
final class FrontEndWatch {

  private static final Pending NONE = () -> {};

  private Candidate candidate;
  private long lastListed;
  private Instant since;
  private Optional<String> name = Optional.empty();
  private Optional<String> forest = Optional.empty();
  private Optional<SessionReport> latest = Optional.empty();
  private int failedInARow;
  private long due;
  private boolean busy;
  private Pending pending = NONE;

  /**
   * A front end that the name servers tell of.
   *
   * @param due when its first visit is, by the monotonic clock
   */
  FrontEndWatch(Candidate candidate, Instant now, long nanos, long due) {
    this.candidate = candidate;
    this.since = now;
    this.lastListed = nanos;
    this.due = due;
  }

  Candidate candidate() {
    return candidate;
  }

  /** The name servers tell of it. */
  void listed(Candidate found, long nanos) {
    candidate = found;
    lastListed = nanos;
  }

  /** The name servers were asked and did not answer for all: it may be there still. */
  void presumed(long nanos) {
    lastListed = nanos;
  }

  /** For how long the name servers have not told of it. */
  Duration unlisted(long nanos) {
    return Duration.ofNanos(nanos - lastListed);
  }

  /** When its next visit is due, by the monotonic clock. */
  long due() {
    return due;
  }

  /** Whether it is being visited, or waits for its next visit. */
  boolean isBusy() {
    return busy;
  }

  void awaits(long nanos, Pending timer) {
    busy = true;
    due = nanos;
    pending = timer;
  }

  /** Nothing is planned for it any more. */
  void rest() {
    busy = false;
    pending.cancel();
    pending = NONE;
  }

  /**
   * A visit ended.
   *
   * @return when the next is due, by the monotonic clock: never on top of this one
   */
  long end(SessionReport report, Duration every, Instant at, long now) {
    boolean same = latest.filter(last -> isAlike(last, report)).isPresent();
    since = same ? since : at;
    latest = Optional.of(report);
    failedInARow = report.outcome() == Outcome.ACCEPTED ? 0 : failedInARow + 1;
    name = report.frontEnd().flatMap(FrontEnd::name).or(() -> name);
    forest = report.frontEnd().flatMap(FrontEnd::forest).or(() -> forest);
    long next = due + BackOff.after(report.outcome(), failedInARow, every).toNanos();
    while (next - now <= 0) {
      next += every.toNanos();
    }
    return next;
  }

  private static boolean isAlike(SessionReport one, SessionReport other) {
    return one.outcome() == other.outcome() && one.phase() == other.phase();
  }

  FrontEndView view(boolean listed) {
    String foundBy = candidate.name();
    return new FrontEndView(
        candidate.endpoint(),
        name.orElse(foundBy),
        forest.or(() -> ServerName.of(foundBy).forest()),
        listed,
        latest,
        since,
        failedInARow);
  }
}
