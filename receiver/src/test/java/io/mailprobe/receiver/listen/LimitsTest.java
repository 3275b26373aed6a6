package io.mailprobe.receiver.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.receiver.ReceiverEvents.Deferral;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import io.mailprobe.receiver.harness.Peer;
import io.mailprobe.testkit.peers.Waiting;
import io.mailprobe.testkit.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer is allowed, and how it is told. */
class LimitsTest {

  private static final Limits LIMITS = Post.SMALL;

  /** With these a session runs out of its whole time first. */
  private static final Limits PATIENT =
      new Limits(50, 50, 10_000, 3, 5, 1_000, Duration.ofHours(1), Duration.ofMinutes(15));

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void anIdlePeerIsToldSo() {
    ManualTime time = new ManualTime();
    try (Post post = Post.in(folder, LIMITS, time);
        Peer peer = post.greet()) {
      time.advance(LIMITS.idle());
      peer.expect("421 4.4.2");
      peer.expectClosed();
      assertThat(post.events.deferrals).containsExactly(Deferral.TIMEOUT);
    }
  }

  @Test
  void aPeerThatSaysSomethingIsNotIdle() {
    ManualTime time = new ManualTime();
    try (Post post = Post.in(folder, LIMITS, time);
        Peer peer = post.greet()) {
      time.advance(LIMITS.idle().minusSeconds(1));
      peer.ask("NOOP", "250");
      time.advance(Duration.ofSeconds(2));
      peer.ask("NOOP", "250");
      time.advance(LIMITS.idle());
      peer.expect("421 4.4.2");
    }
  }

  @Test
  void aPeerThatDripsIsToldThatItsTimeIsUp() {
    ManualTime time = new ManualTime();
    try (Post post = Post.in(folder, PATIENT, time);
        Peer peer = post.greet()) {
      ListenerTest.begin(peer);
      peer.ask("DATA", "354");
      for (int minute = 0; minute < 15; minute++) {
        peer.raw("x");
        time.advance(Duration.ofMinutes(1));
      }
      peer.expect("421 4.4.2");
      peer.expectClosed();
      assertThat(post.messages).isEmpty();
    }
  }

  @Test
  void timeRunsOutInsideTlsToo() {
    ManualTime time = new ManualTime();
    try (Post post = Post.in(folder, PATIENT, time);
        Peer peer = post.greet()) {
      peer.startTls("TLSv1.3");
      peer.ask("EHLO peer.example.org", "250");
      time.advance(PATIENT.session());
      peer.expect("421 4.4.2");
      peer.expectClosed();
    }
  }

  @Test
  void aPeerThatStallsInTheHandshakeIsCut() {
    ManualTime time = new ManualTime();
    try (Post post = Post.in(folder, PATIENT, time);
        Peer peer = post.greet()) {
      peer.ask("STARTTLS", "220");
      time.advance(PATIENT.session());
      peer.awaitEnd();
      assertThat(post.events.deferrals).containsExactly(Deferral.TIMEOUT);
      time.advance(Wire.GRACE);
    }
  }

  @Test
  void connectionsAboveTheLimitAreToldSoAtOnceAndTheRestGoesOn() {
    Limits five = limits(5, 5);
    try (Post post = Post.in(folder, five)) {
      List<Peer> inside = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        inside.add(post.greet());
      }
      for (int i = 0; i < 300; i++) {
        try (Peer peer = post.connect()) {
          peer.expect("421 4.3.2");
          peer.expectClosed();
        }
      }
      assertThat(post.events.deferrals).hasSize(300).containsOnly(Deferral.CONNECTIONS);
      inside.removeFirst().ask("QUIT", "221");
      Post.deliver(welcome(post), "Subject: it");
      inside.forEach(Peer::close);
    }
  }

  @Test
  void oneAddressAloneCannotTakeAllConnections() {
    try (Post post = Post.in(folder, limits(50, 2));
        Peer first = post.greet();
        Peer second = post.greet();
        Peer third = post.connect()) {
      assertThat(third.expect("421 4.3.2")).contains("from your address");
      first.ask("QUIT", "221");
      second.ask("NOOP", "250");
      welcome(post).close();
    }
  }

  @Test
  void recipientsAboveTheLimitAreDeferredAndTheOthersServed() {
    try (Post post = Post.in(folder, LIMITS);
        Peer peer = post.greet()) {
      peer.ask("MAIL FROM:<a@b.example>", "250");
      for (int i = 0; i < LIMITS.recipients(); i++) {
        peer.ask("RCPT TO:<no%d@c.example>".formatted(i), "550 5.1.1");
        peer.ask("RCPT TO:<ok%d@c.example>".formatted(i), "250");
      }
      peer.ask("RCPT TO:<ok@c.example>", "452 4.5.3");
      peer.ask("DATA", "354");
      peer.ask("Subject: it\r\n.", "250");
      assertThat(post.messages.getFirst().envelope().recipients()).hasSize(LIMITS.recipients());
      assertThat(post.events.deferrals).containsExactly(Deferral.RECIPIENTS);
    }
  }

  @Test
  void aPeerThatDoesNotReadItsRepliesIsCut() {
    ManualTime time = new ManualTime();
    try (Post post = Post.in(folder, PATIENT, time);
        Peer peer = post.greet()) {
      peer.flood("NOOP\r\n", 100_000); // Until neither side's buffers take any more.
      time.advance(PATIENT.session());
      time.advance(Wire.GRACE);
      peer.awaitEnd();
    }
  }

  @Test
  void hundredsOfPeersAreServedAtOnce() throws Exception {
    try (Post post = Post.in(folder, limits(500, 500));
        var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ArrayList<java.util.concurrent.Future<?>>();
      for (int i = 0; i < 300; i++) {
        done.add(
            threads.submit(
                () -> {
                  try (Peer peer = post.greet()) {
                    Post.deliver(peer, "Subject: one");
                    Post.deliver(peer, "Subject: two");
                    peer.ask("QUIT", "221");
                  }
                }));
      }
      for (var one : done) {
        one.get(60, java.util.concurrent.TimeUnit.SECONDS);
      }
      assertThat(post.messages).hasSize(600);
      assertThat(post.events.deferrals).isEmpty();
    }
  }

  @Test
  void refusalsWaitForTheirTurnAndMailDoesNot() {
    ManualTime time = new ManualTime();
    Limits slow = new Limits(50, 50, 10_000, 3, 20, 10, Duration.ofHours(1), Duration.ofHours(1));
    try (Post post = Post.in(folder, slow, time);
        Peer stranger = post.greet();
        Peer other = post.greet();
        Peer prober = post.greet()) {
      stranger.ask("MAIL FROM:<a@b.example>", "250");
      stranger.ask("RCPT TO:<nobody@c.example>", "550 5.1.1");
      int quiet = time.pending();
      stranger.raw("RCPT TO:<nobody@c.example>\r\n");
      Waiting.until("the second waits", PATIENCE, () -> time.pending() == quiet + 1);
      other.raw("NONSENSE\r\n");
      Waiting.until("so does the third", PATIENCE, () -> time.pending() == quiet + 2);

      Post.deliver(prober, "Subject: not held back");

      time.advance(Duration.ofMillis(99));
      assertThat(time.pending()).isEqualTo(quiet + 2);
      time.advance(Duration.ofMillis(1));
      stranger.expect("550 5.1.1");
      assertThat(time.pending()).isEqualTo(quiet + 1);
      time.advance(Duration.ofMillis(100));
      other.expect("500 5.5.1");
      time.advance(Duration.ofMinutes(1));
      stranger.ask("RCPT TO:<nobody@c.example>", "550 5.1.1");
      assertThat(post.events.refusals).hasSize(4);
    }
  }

  private static Limits limits(int connections, int perPeer) {
    return new Limits(
        connections,
        perPeer,
        LIMITS.messageBytes(),
        LIMITS.recipients(),
        LIMITS.badCommands(),
        LIMITS.refusals(),
        LIMITS.idle(),
        LIMITS.session());
  }

  /** A place that was given back is free a moment after its peer has seen the end. */
  private static Peer welcome(Post post) {
    for (int i = 0; i < 1_000; i++) {
      Peer peer = post.connect();
      if (peer.reply().startsWith("220")) {
        peer.ask("EHLO peer.example.org", "250");
        return peer;
      }
      peer.close();
    }
    throw new AssertionError("the place is never given back");
  }
}
