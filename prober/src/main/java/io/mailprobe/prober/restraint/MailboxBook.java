package io.mailprobe.prober.restraint;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/** What was sent through one mailbox: the last minute exactly, a day by the minute. */
final class MailboxBook {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /** A day, and what the sessions that waited for their turn may have been late. */
  private static final long MINUTES_OF_A_DAY = Duration.ofDays(1).toMinutes() + 10;

  private static final int MOST_IN_A_MINUTE = 1_000;

  private final Deque<Long> latest = new ArrayDeque<>();
  private final TreeMap<Long, Minute> day = new TreeMap<>();
  private long recipients;
  private long external;

  /**
   * How many messages were begun in the last minute, by the monotonic clock; at most a thousand.
   */
  int inAMinute(long nanos) {
    while (!latest.isEmpty() && nanos - latest.getFirst() >= MINUTE) {
      latest.removeFirst();
    }
    return latest.size();
  }

  long recipientsInADay(long minute) {
    forget(minute);
    return recipients;
  }

  long externalInADay(long minute) {
    forget(minute);
    return external;
  }

  void began(long nanos, long minute, boolean leaves) {
    latest.addLast(nanos);
    if (latest.size() > MOST_IN_A_MINUTE) {
      latest.removeFirst();
    }
    add(minute, leaves ? 1 : 0, 1);
  }

  /** Takes in what was sent before, or takes out where negative what was not sent after all. */
  void add(long minute, int addedExternal, int addedRecipients) {
    Minute known = day.getOrDefault(minute, new Minute(0, 0));
    Minute now =
        new Minute(
            Math.max(0, known.external + addedExternal),
            Math.max(0, known.recipients + addedRecipients));
    day.put(minute, now);
    external += now.external - known.external;
    recipients += now.recipients - known.recipients;
  }

  private void forget(long minute) {
    while (!day.isEmpty() && day.firstKey() <= minute - MINUTES_OF_A_DAY) {
      Minute gone = day.pollFirstEntry().getValue();
      external -= gone.external;
      recipients -= gone.recipients;
    }
  }

  private record Minute(int external, int recipients) {}
}
