package io.mailprobe.app.metrics;

import io.mailprobe.protocol.stamp.ProbeId;
import java.util.LinkedHashSet;
import java.util.Set;

/** The newest so many ids that were added. */
final class RecentIds {

  private final int most;
  private final Set<ProbeId> ids = new LinkedHashSet<>();

  RecentIds(int most) {
    this.most = most;
  }

  /** Adds the id; whether it was new. */
  synchronized boolean add(ProbeId id) {
    boolean added = ids.add(id);
    if (ids.size() > most) {
      ids.remove(ids.iterator().next());
    }
    return added;
  }

  /** Takes the id out; whether it was there. */
  synchronized boolean remove(ProbeId id) {
    return ids.remove(id);
  }
}
