package io.mailprobe.receiver.listen;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.protocol.time.Scheduler.Pending;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import java.time.Duration;

/**
 * Ends a session that takes too long, in all or over its next byte. The session's thread may be
 * blocked meanwhile, in reading or in writing.
 */
final class TimeLimits {

  private final Conversation conversation;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Duration idle;
  private final Pending whole;
  private Pending next;
  private boolean stopped;

  /** Begins to watch. */
  static TimeLimits watch(
      Conversation conversation, Limits limits, Clock clock, Scheduler scheduler) {
    return new TimeLimits(conversation, limits, clock, scheduler);
  }

  private TimeLimits(Conversation conversation, Limits limits, Clock clock, Scheduler scheduler) {
    this.conversation = conversation;
    this.clock = clock;
    this.scheduler = scheduler;
    idle = limits.idle();
    whole = scheduler.after(limits.session(), () -> end("Session too long"));
    next = scheduler.after(idle, this::checkIdle);
  }

  private synchronized void checkIdle() {
    if (stopped) {
      return;
    }
    Duration quiet = Duration.ofNanos(clock.nanos() - conversation.wire().moved());
    if (quiet.compareTo(idle) >= 0) {
      end("Idle too long");
    } else {
      next = scheduler.after(idle.minus(quiet), this::checkIdle);
    }
  }

  /** On a thread of its own: the last reply may block, and the scheduler's thread must not. */
  private void end(String why) {
    conversation.wire().cutSoon();
    Thread.ofVirtual().name("receiver-time-limit").start(() -> conversation.endForTime(why));
  }

  /** The session has ended by itself. */
  synchronized void stop() {
    stopped = true;
    whole.cancel();
    next.cancel();
  }
}
