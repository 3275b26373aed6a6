package io.mailprobe.prober.restraint;

import io.mailprobe.prober.ProberEvents.SkipReason;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.MailboxUse;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Found;
import io.mailprobe.prober.submit.Submission;
import io.mailprobe.prober.submit.Submitter;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.Visit;
import io.mailprobe.prober.submit.Visitor;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Holds all routes of a process to what their mailboxes may be asked for. Whoever wants to send
 * asks first, and says how it ended; sessions of a mailbox run no more than three at a time,
 * whatever they are for. What was sent before a restart is told by the ledger.
 */
public final class Restraint {

  private final Clock clock;
  private final Map<String, MailboxBook> books = new HashMap<>();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Map<String, Pause> pauses = new HashMap<>();

  public Restraint(Clock clock) {
    this.clock = clock;
  }

  /** Takes in what was sent before. */
  public synchronized void resume(List<MailboxUse> uses) {
    for (MailboxUse use : uses) {
      book(use.mailbox()).add(use.minute(), use.external(), use.recipients());
    }
  }

  /**
   * Asks to send one message.
   *
   * @return why it may not be sent now; empty if it may, and is counted from now on
   */
  public synchronized Optional<SkipReason> take(Route route) {
    long now = clock.nanos();
    if (pause(route).lasts(now)) {
      return Optional.of(SkipReason.BACKING_OFF);
    }
    if (route.mailbox().isEmpty()) {
      return Optional.empty();
    }
    String mailbox = route.mailbox().get();
    if (lane(mailbox).waiting() >= MailboxLimits.PARALLEL) {
      return Optional.of(SkipReason.MAILBOX_BUSY);
    }
    MailboxBook book = book(mailbox);
    MailboxLimits limits = route.limits();
    long minute = MailboxUse.minute(clock.wall());
    // Those that wait for their turn may all begin in a minute that has its own share already.
    if (book.inAMinute(now) >= limits.perMinute() - MailboxLimits.PARALLEL) {
      return Optional.of(SkipReason.MAILBOX_PACE);
    }
    if (book.recipientsInADay(minute) >= limits.recipientsPerDay()
        || (route.leavesMailbox() && book.externalInADay(minute) >= limits.externalPerDay())) {
      return Optional.of(SkipReason.MAILBOX_BUDGET);
    }
    book.began(now, minute, route.leavesMailbox());
    return Optional.empty();
  }

  /** A message that was asked for is not sent after all. */
  public synchronized void giveBack(Route route) {
    sentNothing(route, clock.wall());
  }

  /** A session ended that was begun at this instant: what no server took, counts for no day. */
  public synchronized void ended(Route route, Instant began, Outcome outcome) {
    pause(route).ended(outcome, clock.nanos());
    if (!MailboxUse.counts(outcome)) {
      sentNothing(route, began);
    }
  }

  private void sentNothing(Route route, Instant began) {
    long minute = MailboxUse.minute(began);
    route
        .mailbox()
        .ifPresent(mailbox -> book(mailbox).add(minute, route.leavesMailbox() ? -1 : 0, -1));
  }

  /** The same submitter, with the sessions of a mailbox a few at a time. */
  public Submitter submitter(Submitter submitter) {
    return (Submission submission) ->
        inTurn(submission.delivery().auth(), () -> submitter.submit(submission));
  }

  /** The same visitor, with its sessions that log in a few at a time and among the submissions. */
  public Visitor visitor(Visitor visitor) {
    return new Visitor() {
      @Override
      public CompletableFuture<Found> find(Target target, int mostServers) {
        return visitor.find(target, mostServers);
      }

      @Override
      public CompletableFuture<SessionReport> visit(Visit visit) {
        return visit.logsIn()
            ? inTurn(visit.delivery().auth(), () -> visitor.visit(visit))
            : visitor.visit(visit);
      }
    };
  }

  private CompletableFuture<SessionReport> inTurn(
      Auth auth, Supplier<CompletableFuture<SessionReport>> session) {
    return auth.identity().map(this::laneOf).map(lane -> lane.run(session)).orElseGet(session);
  }

  private synchronized Lane laneOf(String mailbox) {
    return lane(mailbox);
  }

  private MailboxBook book(String mailbox) {
    return books.computeIfAbsent(mailbox, _ -> new MailboxBook());
  }

  private Lane lane(String mailbox) {
    return lanes.computeIfAbsent(mailbox, _ -> new Lane());
  }

  /** Routes of one mailbox are paused together; one without, alone. */
  private Pause pause(Route route) {
    String key = route.mailbox().orElseGet(() -> route.region() + '/' + route.name());
    return pauses.computeIfAbsent(key, _ -> new Pause());
  }
}
