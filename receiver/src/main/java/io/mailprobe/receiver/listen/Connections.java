package io.mailprobe.receiver.listen;

import io.mailprobe.receiver.ReceiverSettings.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The sessions that are open, in all and by peer. Thread safe. */
final class Connections {

  private final Limits limits;
  private final Set<Conversation> open = new HashSet<>();
  private final Map<String, Integer> byPeer = new HashMap<>();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private boolean draining;

  Connections(Limits limits) {
    this.limits = limits;
  }

  /** Whether one more session may begin, and for which reason not. */
  enum Admission {
    ADMITTED,
    TOO_MANY,
    TOO_MANY_FROM_PEER,
    DRAINING
  }

  synchronized Admission admit(Conversation conversation) {
    String peer = conversation.peer();
    if (draining) {
      return Admission.DRAINING;
    }
    if (open.size() >= limits.connections()) {
      return Admission.TOO_MANY;
    }
    if (byPeer.getOrDefault(peer, 0) >= limits.connectionsPerPeer()) {
      return Admission.TOO_MANY_FROM_PEER;
    }
    open.add(conversation);
    byPeer.merge(peer, 1, Integer::sum);
    return Admission.ADMITTED;
  }

  synchronized void release(Conversation conversation) {
    if (open.remove(conversation)) {
      byPeer.computeIfPresent(conversation.peer(), (_, count) -> count == 1 ? null : count - 1);
    }
    completeIfDrained();
  }

  synchronized int count() {
    return open.size();
  }

  synchronized List<Conversation> all() {
    return new ArrayList<>(open);
  }

  /** Admits no more; the future completes once the last session has ended. */
  synchronized CompletableFuture<Void> drain() {
    draining = true;
    completeIfDrained();
    return drained;
  }

  private void completeIfDrained() {
    if (draining && open.isEmpty()) {
      drained.complete(null);
    }
  }
}
