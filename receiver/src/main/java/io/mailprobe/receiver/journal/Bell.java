package io.mailprobe.receiver.journal;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Wakes up those who wait for an arrival. */
final class Bell {

  private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();

  CompletableFuture<Void> listen() {
    CompletableFuture<Void> next = new CompletableFuture<>();
    waiting.add(next);
    return next;
  }

  @SuppressWarnings("CollectionUndefinedEquality") // By identity, which is what is meant.
  void leave(CompletableFuture<Void> next) {
    waiting.remove(next);
  }

  void ring() {
    waiting.forEach(next -> next.complete(null));
  }
}
