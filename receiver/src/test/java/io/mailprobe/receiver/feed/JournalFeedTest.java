package io.mailprobe.receiver.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.FeedCodec;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.feed.FeedRequest;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.receiver.harness.Peer;
import io.mailprobe.receiver.harness.Probe;
import io.mailprobe.receiver.harness.Station;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFeedTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path folder;
  private Station station;

  @BeforeEach
  void open() {
    station = Station.in(folder);
  }

  @AfterEach
  void close() {
    station.close();
  }

  @Test
  void eachArrivalIsReadOncePerCursor() throws Exception {
    List<Probe> probes = deliver(7);
    List<Arrival> read = new ArrayList<>();
    Optional<FeedCursor> cursor = Optional.empty();
    for (int i = 0; i < 4; i++) {
      FeedPage page = read("emea-1", cursor, 2, Duration.ZERO);
      read.addAll(page.arrivals());
      cursor = Optional.of(page.next());
      assertThat(FeedCodec.parse(FeedCodec.print(page))).isEqualTo(page);
    }
    assertThat(read).extracting(Arrival::probe).isEqualTo(probes.stream().map(Probe::id).toList());
    assertThat(read("emea-1", cursor, 2, Duration.ZERO).arrivals()).isEmpty();
    assertThat(read("emea-1", Optional.empty(), 100, Duration.ZERO).arrivals()).isEqualTo(read);
  }

  /** Arrivals and reports have one order, one cursor and one limit. */
  @Test
  void reportsAreReadAmongTheArrivals() throws Exception {
    Probe first = deliver(1).getFirst();
    report(first, "delayed", "4.3.2");
    Probe second = deliver(1).getFirst();
    report(second, "failed", "5.1.1");
    List<Long> places = new ArrayList<>();
    List<DeliveryReport> reports = new ArrayList<>();
    Optional<FeedCursor> cursor = Optional.empty();
    for (int i = 0; i < 5; i++) {
      FeedPage page = read("emea-1", cursor, 1, Duration.ZERO);
      page.arrivals().forEach(arrival -> places.add(arrival.sequence()));
      page.reports().forEach(report -> places.add(report.sequence()));
      reports.addAll(page.reports());
      cursor = Optional.of(page.next());
      assertThat(FeedCodec.parse(FeedCodec.print(page))).isEqualTo(page);
    }
    assertThat(places).containsExactly(1L, 2L, 3L, 4L);
    assertThat(reports).extracting(DeliveryReport::probe).containsExactly(first.id(), second.id());
    assertThat(reports.getFirst().notice().action()).isEqualTo(Action.DELAYED);
    assertThat(reports.getLast().notice().status()).hasToString("Optional[5.1.1]");
    assertThat(station.events.reports).isEqualTo(reports);
    FeedPage again = read("emea-1", Optional.empty(), 100, Duration.ZERO);
    assertThat(again.reports()).isEqualTo(reports);
    assertThat(again.arrivals()).hasSize(2);
    // Nothing came back that says whose they are, so that every prober looks.
    assertThat(read("amer-1", Optional.empty(), 100, Duration.ZERO).reports()).isEqualTo(reports);
    station.close();
    station = Station.in(folder);
    assertThat(read("emea-1", Optional.empty(), 100, Duration.ZERO).reports()).isEqualTo(reports);
  }

  @Test
  void whoWaitsIsWokenByAReport() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Probe probe = deliver(1).getFirst();
      FeedCursor end = read("emea-1", Optional.empty(), 10, Duration.ZERO).next();
      var waiting =
          CompletableFuture.supplyAsync(
              () -> unchecked("emea-1", Optional.of(end), MINUTE), threads);
      report(probe, "expired", "4.4.7");
      assertThat(waiting.get(20, TimeUnit.SECONDS).reports()).hasSize(1);
    }
  }

  private void report(Probe probe, String action, String status) {
    String to = new RecipientToken(Probe.KEYS).bounceLocalPart(probe.id()) + "@" + Probe.DOMAIN;
    try (Peer peer = station.greet()) {
      peer.ask("MAIL FROM:<>", "250");
      peer.ask("RCPT TO:<" + to + ">", "250");
      peer.ask("DATA", "354");
      peer.send("Subject: report\r\n\r\nFinal-Recipient: rfc822;loop@contoso.com");
      peer.ask("Action: " + action + "\r\nStatus: " + status + "\r\n.", "250");
    }
  }

  @Test
  void anArrivalComesWithItsHeaderBlockAndThePageWithItsInstants() throws Exception {
    deliver(1);
    FeedPage page = read("emea-1", Optional.empty(), 10, Duration.ZERO);
    assertThat(page.arrivals().getFirst().head()).contains("X-Mailprobe: v=1; ").endsWith("\r\n");
    assertThat(page.times().orElseThrow().answered())
        .isAfterOrEqualTo(page.times().orElseThrow().asked())
        .isAfter(page.arrivals().getFirst().arrived());
  }

  @Test
  void whoWaitsIsWokenByTheNextArrival() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      FeedCursor end = read("emea-1", Optional.empty(), 10, Duration.ZERO).next();
      var waiting =
          CompletableFuture.supplyAsync(
              () -> unchecked("emea-1", Optional.of(end), MINUTE), threads);
      List<Probe> probes = deliver(1);
      FeedPage page = waiting.get(20, TimeUnit.SECONDS);
      assertThat(page.arrivals()).extracting(Arrival::probe).containsExactly(probes.get(0).id());
      assertThat(page.complete()).isAfterOrEqualTo(page.arrivals().getFirst().arrived());
    }
  }

  @Test
  void whoWaitsIsToldWhenTheReceiverIsClosed() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch begun = new CountDownLatch(1);
      var waiting =
          threads.submit(
              () -> {
                begun.countDown();
                return read("emea-1", Optional.empty(), 10, MINUTE);
              });
      begun.await();
      station.close();
      assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS)).cause().isNotNull();
    }
  }

  @Test
  void whoWaitsInVainIsAnsweredAtTheEnd() throws Exception {
    FeedPage first = read("emea-1", Optional.empty(), 10, Duration.ofMillis(20));
    assertThat(first.arrivals()).isEmpty();
    deliverTo("amer-1");
    FeedPage second = read("emea-1", Optional.of(first.next()), 10, Duration.ofMillis(20));
    assertThat(second.arrivals()).isEmpty();
    assertThat(second.next().sequence()).isEqualTo(1);
    assertThat(second.complete()).isAfter(first.complete());
  }

  @Test
  void aCursorOfAnotherJournalBeginsWithTheOldest() throws Exception {
    deliver(2);
    FeedPage page = read("emea-1", Optional.of(new FeedCursor("gone", 100)), 10, Duration.ZERO);
    assertThat(page.arrivals()).hasSize(2);
    assertThat(page.next().journal()).isNotEqualTo("gone");
    assertThat(page.next().sequence()).isEqualTo(2);
  }

  @Test
  void aProberWithAnotherJournalsCursorIsToldSoAtOnce() throws Exception {
    FeedPage page = read("emea-1", Optional.of(new FeedCursor("gone", 100)), 10, MINUTE);
    assertThat(page.arrivals()).isEmpty();
    assertThat(page.next().sequence()).isZero();
  }

  /** As after an older copy of the journal was restored. */
  @Test
  void aCursorBeyondTheEndBeginsWithTheOldest() throws Exception {
    deliver(2);
    String journal = read("emea-1", Optional.empty(), 10, Duration.ZERO).next().journal();
    FeedPage page = read("emea-1", Optional.of(new FeedCursor(journal, 50)), 10, MINUTE);
    assertThat(page.arrivals()).hasSize(2);
    assertThat(page.next().sequence()).isEqualTo(2);
  }

  /** The restored copy has got past the cursor already, with other arrivals. */
  @Test
  void aCursorWhosePlaceIsTakenBySomethingElseBeginsWithTheOldest() throws Exception {
    List<Probe> kept = deliver(2);
    Path copy = folder.resolve("older-copy");
    station.close();
    copy(folder, copy);
    station = Station.in(folder);
    deliver(2);
    FeedCursor cursor = read("emea-1", Optional.empty(), 10, Duration.ZERO).next();
    station.close();
    station = Station.in(copy);
    List<Probe> since = deliver(3);

    FeedPage page = read("emea-1", Optional.of(cursor), 10, Duration.ZERO);

    assertThat(cursor.sequence()).isEqualTo(4);
    assertThat(page.arrivals())
        .extracting(Arrival::probe)
        .containsExactlyElementsOf(
            Stream.concat(kept.stream(), since.stream()).map(Probe::id).toList());
    assertThat(read("emea-1", Optional.of(page.next()), 10, Duration.ZERO).arrivals()).isEmpty();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** The promise under load: what is complete stays complete. */
  @Test
  void nothingAppearsLaterFromBeforeACompleteInstant() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var delivered =
          java.util.stream.IntStream.range(0, 8)
              .mapToObj(_ -> CompletableFuture.runAsync(() -> deliver(25), threads))
              .toList();
      Optional<FeedCursor> cursor = Optional.empty();
      var complete = java.time.Instant.MIN;
      int read = 0;
      while (read < 200) {
        FeedPage page = read("emea-1", cursor, 7, Duration.ofSeconds(20));
        for (Arrival arrival : page.arrivals()) {
          assertThat(arrival.arrived()).isAfter(complete);
        }
        assertThat(page.arrivals()).isNotEmpty();
        complete = page.complete();
        cursor = Optional.of(page.next());
        read += page.arrivals().size();
      }
      delivered.forEach(CompletableFuture::join);
      assertThat(read).isEqualTo(200);
    }
  }

  private FeedPage read(String prober, Optional<FeedCursor> after, int limit, Duration patience)
      throws Exception {
    return station.receiver.feed().read(new FeedRequest(prober, after, limit, patience));
  }

  private FeedPage unchecked(String prober, Optional<FeedCursor> after, Duration patience) {
    try {
      return read(prober, after, 10, patience);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private List<Probe> deliver(int count) {
    List<Probe> probes = new ArrayList<>();
    try (Peer peer = station.greet()) {
      for (int i = 0; i < count; i++) {
        Probe probe = station.probe();
        peer.deliver(probe);
        probes.add(probe);
      }
      peer.ask("QUIT", "221");
    }
    return probes;
  }

  private void deliverTo(String prober) {
    try (Peer peer = station.greet()) {
      peer.deliver(Probe.of(prober, station.probe().stamp().scheduled()));
    }
  }
}
