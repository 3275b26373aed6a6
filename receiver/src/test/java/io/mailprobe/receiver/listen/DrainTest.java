package io.mailprobe.receiver.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.receiver.ReceiverEvents.Deferral;
import io.mailprobe.receiver.harness.Peer;
import io.mailprobe.receiver.harness.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a listener stops: no session ends without a 421. */
class DrainTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void aSessionBetweenTransactionsIsEndedAtOnce() throws Exception {
    try (Post post = Post.in(folder, Post.SMALL);
        Peer silent = post.connect();
        Peer idle = post.greet();
        Peer encrypted = post.greet()) {
      silent.expect("220");
      Post.deliver(idle, "Subject: it");
      encrypted.startTls("TLSv1.2");
      encrypted.ask("EHLO peer.example.org", "250");
      CompletableFuture<Void> drained = drain(post, LONG);
      for (Peer peer : new Peer[] {silent, idle, encrypted}) {
        peer.expect("421 4.3.2");
        peer.expectClosed();
        peer.hangUp();
      }
      drained.get(10, TimeUnit.SECONDS);
      assertThat(Refused.by(post.listener.port())).isTrue();
      assertThat(post.events.deferrals).hasSize(3).containsOnly(Deferral.SHUTDOWN);
    }
  }

  @Test
  void aTransactionInProgressIsFinished() throws Exception {
    try (Post post = Post.in(folder, Post.SMALL);
        Peer peer = post.greet();
        Peer other = post.greet()) {
      ListenerTest.begin(peer);
      CompletableFuture<Void> drained = drain(post, LONG);
      other.expect("421 4.3.2"); // Draining has begun.
      other.hangUp();
      peer.ask("DATA", "354");
      peer.ask("Subject: it\r\n.", "250 2.0.0");
      peer.expect("421 4.3.2");
      peer.expectClosed();
      peer.hangUp();
      drained.get(10, TimeUnit.SECONDS);
      assertThat(post.messages).hasSize(1);
    }
  }

  @Test
  void patienceHasAnEnd() throws Exception {
    try (Post post = Post.in(folder, Post.SMALL);
        Peer peer = post.greet()) {
      ListenerTest.begin(peer);
      peer.ask("DATA", "354");
      CompletableFuture<Void> drained = drain(post, Duration.ofMillis(50));
      peer.expect("421 4.3.2");
      peer.expectClosed();
      peer.hangUp();
      drained.get(10, TimeUnit.SECONDS);
      assertThat(post.messages).isEmpty();
    }
  }

  @Test
  void aMessageOnItsWayToTheDiskIsAnsweredBeforeTheEnd() throws Exception {
    CountDownLatch keeping = new CountDownLatch(1);
    CompletableFuture<Optional<String>> disk = new CompletableFuture<>();
    try (Post post = Post.in(folder, Post.SMALL);
        Peer peer = post.greet();
        Peer other = post.greet()) {
      post.keepBy(
          _ -> {
            keeping.countDown();
            return disk.join();
          });
      ListenerTest.begin(peer);
      peer.ask("DATA", "354");
      peer.send("Subject: it\r\n.");
      assertThat(keeping.await(10, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<Void> drained = drain(post, LONG);
      other.expect("421 4.3.2");
      other.hangUp();
      disk.complete(Optional.of("it"));
      peer.expect("250 2.0.0");
      peer.expect("421 4.3.2");
      peer.hangUp();
      drained.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void closingEndsWhatIsOpenWithAWord() {
    Post post = Post.in(folder, Post.SMALL);
    try (Peer peer = post.greet()) {
      CompletableFuture<Void> closed = CompletableFuture.runAsync(post::close);
      peer.expect("421 4.3.2");
      peer.expectClosed();
      peer.hangUp();
      closed.orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  private static CompletableFuture<Void> drain(Post post, Duration patience) {
    return CompletableFuture.runAsync(
        () -> post.listener.drain(patience), task -> Thread.ofVirtual().start(task));
  }
}
