package io.mailprobe.simulator.frontend;

import java.util.HashMap;
import java.util.Map;

/** How many sessions of each mailbox there are now, over all front ends. */
public final class Submissions {

  private final int limit;
  private final Map<String, Integer> sessions = new HashMap<>();

  public Submissions(int limit) {
    this.limit = limit;
  }

  /** One more session of the mailbox; whether that is within the limit. */
  synchronized boolean enter(String mailbox) {
    return sessions.merge(mailbox, 1, Integer::sum) <= limit;
  }

  /** One session less. */
  synchronized void leave(String mailbox) {
    sessions.computeIfPresent(mailbox, (_, count) -> count == 1 ? null : count - 1);
  }
}
