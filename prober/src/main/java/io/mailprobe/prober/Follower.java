package io.mailprobe.prober;

import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TranscriptLine;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Who watches a probe on its way; nobody does, unless it was asked for by hand. */
record Follower(Consumer<TranscriptLine> listener, CompletableFuture<SessionReport> firstSession) {

  static Follower nobody() {
    return new Follower(_ -> {}, new CompletableFuture<>());
  }
}
