package io.mailprobe.receiver.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.Arrival.Place;
import io.mailprobe.receiver.ReceiverEvents;
import io.mailprobe.receiver.harness.Probe;
import io.mailprobe.receiver.listen.Envelope;
import io.mailprobe.receiver.listen.Envelope.Recipient;
import io.mailprobe.receiver.listen.Mailbox;
import io.mailprobe.receiver.listen.Message;
import io.mailprobe.receiver.verify.Finding.Identified;
import io.mailprobe.receiver.verify.Finding.Unverified;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.store.StoreException;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir Path folder;
  private final ManualTime time = new ManualTime();
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  @Test
  void itsNameIsMadeOnceAndSaysNothing() throws Exception {
    String name;
    try (Journal journal = open()) {
      name = journal.name();
    }
    try (Journal again = open()) {
      assertThat(again.name()).isEqualTo(name).matches("[a-z0-9]{16}");
    }
    try (Journal other = Journal.open(folder.resolve("other"), time, random)) {
      assertThat(other.name()).isNotEqualTo(name);
    }
  }

  @Test
  void arrivalsAreThereAfterARestart() throws Exception {
    Probe stamped = Probe.at(time.micros());
    Probe bare = Probe.at(time.micros());
    List<Arrival> written = new ArrayList<>();
    try (Journal journal = open()) {
      Message message = message("Subject: it\r\n\r\nbody\r\n");
      written.addAll(write(journal, message, identified(stamped), token(bare)));
    }
    try (Journal again = open()) {
      assertThat(again.read("emea-1", Optional.empty(), 10).arrivals())
          .isEqualTo(written.stream().map(arrival -> arrival.withHead("Subject: it\r\n")).toList());
    }
    assertThat(written).extracting(Arrival::sequence).containsExactly(1L, 2L);
    assertThat(written.getFirst().stamp()).contains(stamped.stamp());
    assertThat(written.getLast().prober()).isEmpty();
    assertThat(text("SELECT head FROM evidence WHERE sequence = 1")).isEqualTo("Subject: it\r\n");
    assertThat(text("SELECT envelope FROM evidence WHERE sequence = 2"))
        .startsWith("MAIL FROM:<probe@contoso.com>\nRCPT TO:<");
  }

  @Test
  void theSameProbeTwiceIsTwoArrivals() throws Exception {
    Probe probe = Probe.at(time.micros());
    try (Journal journal = open()) {
      write(journal, message(""), identified(probe));
      write(journal, message(""), identified(probe));
      assertThat(journal.read("emea-1", Optional.empty(), 10).arrivals())
          .extracting(Arrival::probe)
          .containsExactly(probe.id(), probe.id());
    }
  }

  /** Whoever has been told an instant must not see an arrival from before it later. */
  @Test
  void completeIsHeldBackByWhatIsNotYetOnDisk() throws Exception {
    try (Journal journal = open()) {
      Pending early = journal.arriving();
      time.advance(Duration.ofSeconds(1));
      Pending late = journal.arriving();
      time.advance(Duration.ofSeconds(1));
      Probe probe = Probe.at(time.micros());
      journal.write(late, message("", late.at()), List.of(identified(probe)));
      Excerpt excerpt = journal.read("emea-1", Optional.empty(), 10);
      assertThat(excerpt.arrivals()).hasSize(1);
      assertThat(excerpt.complete()).isBefore(early.at());
      assertThat(journal.waiting()).isEqualTo(1);
      assertThat(journal.lag()).isEqualTo(Duration.ofSeconds(2));
      early.close();
      assertThat(journal.read("emea-1", Optional.empty(), 10).complete())
          .isBetween(late.at(), time.micros().minusNanos(1));
      assertThat(journal.lag()).isZero();
    }
  }

  /** The journal's order is that of commits; a page that is full must not promise too much. */
  @Test
  void aFullPageIsCompleteUpToTheOldestUnread() throws Exception {
    try (Journal journal = open()) {
      Pending first = journal.arriving();
      time.advance(Duration.ofSeconds(1));
      Pending second = journal.arriving();
      time.advance(Duration.ofSeconds(1));
      for (Pending pending : List.of(second, first)) {
        Probe probe = Probe.at(time.micros());
        journal.write(pending, message("", pending.at()), List.of(identified(probe)));
      }
      Excerpt page = journal.read("emea-1", Optional.empty(), 1);
      assertThat(page.arrivals().getFirst().arrived()).isEqualTo(second.at());
      assertThat(page.complete()).isBefore(first.at());
      Excerpt rest = journal.read("emea-1", Optional.of(page.next()), 1);
      assertThat(rest.arrivals().getFirst().arrived()).isEqualTo(first.at());
      assertThat(rest.complete()).isAfter(second.at());
    }
  }

  @Test
  void aProberReadsItsOwnAndThoseOfNobody() throws Exception {
    try (Journal journal = open()) {
      Instant now = time.micros();
      write(journal, message(""), identified(Probe.of("amer-1", now)));
      Arrival mine = write(journal, message(""), identified(Probe.of("emea-1", now))).getFirst();
      Arrival nobodys = write(journal, message(""), token(Probe.of("apac-1", now))).getFirst();
      write(journal, message(""), identified(Probe.of("amer-1", now)));
      Excerpt excerpt = journal.read("emea-1", Optional.empty(), 10);
      assertThat(excerpt.arrivals()).containsExactly(mine, nobodys);
      assertThat(excerpt.next().sequence()).as("what is not mine is passed over, too").isEqualTo(4);
      assertThat(journal.read("emea-1", Optional.of(excerpt.next()), 10).arrivals()).isEmpty();
    }
  }

  @Test
  void oldArrivalsGoAndTheirSequencesAreNotUsedAgain() throws Exception {
    try (Journal journal = open()) {
      for (int i = 0; i < 499; i++) {
        write(journal, message(""), identified(Probe.at(time.micros())));
      }
      time.advance(Retention.DEFAULT.arrivals().plusSeconds(1));
      Arrival young = write(journal, message(""), identified(Probe.at(time.micros()))).getFirst();
      assertThat(young.sequence()).isEqualTo(500);
      assertThat(journal.read("emea-1", Optional.empty(), 10).arrivals()).containsExactly(young);
    }
  }

  @Test
  void whereRoomIsShortEvidenceGoesAndNoArrivalThatMayStillBeWaitedFor() throws Exception {
    String head = "Subject: " + "x".repeat(1_500) + "\r\n\r\n";
    long limit = 4_000_000;
    try (Journal journal = small(limit)) {
      Unverified finding = new Unverified(ReceiverEvents.Unverified.NO_STAMP, "nothing");
      for (int i = 0; i < 40; i++) {
        journal.write(message(head), finding);
      }
      for (int i = 0; i < 40; i++) {
        write(journal, message(head), hundred());
        time.advance(Duration.ofMinutes(20));
      }
      assertThat(journal.size().used()).isLessThan(limit + 1_000_000);
      Excerpt all = journal.read("emea-1", Optional.empty(), 5_000);
      assertThat(all.arrivals()).as("all are there for the prober").hasSize(4_000);
      assertThat(all.arrivals().getFirst().head()).as("the oldest evidence is not").isEmpty();
      assertThat(all.arrivals().getLast().head()).isNotEmpty();
      assertThat(text("SELECT COUNT(*) FROM unverified")).isNotEqualTo("40");

      time.advance(Duration.ofHours(27));
      int more = 0;
      while (oldest().equals("1") && more < 20_000) {
        write(journal, message(head), hundred());
        more += 100;
      }
      assertThat(oldest()).as("what is older than a day goes in the end").isNotEqualTo("1");
      Excerpt next = journal.read("emea-1", Optional.of(all.next()), 30_000);
      assertThat(next.restarted()).as("a cursor into what went is a place all the same").isFalse();
      assertThat(next.arrivals()).as("and nothing after it is missing").hasSize(more);
    }
  }

  @Test
  void floodsOfWhatIsNoProbeTakeNoRoomFromArrivals() throws Exception {
    Unverified finding = new Unverified(ReceiverEvents.Unverified.NO_STAMP, "nothing");
    String head = "Subject: " + "x".repeat(40_000);
    try (Journal journal = small(4_000_000)) {
      Arrival arrival =
          write(journal, message(head), identified(Probe.at(time.micros()))).getFirst();
      for (int i = 0; i < 300; i++) {
        journal.write(message(head), finding);
      }
      assertThat(journal.size().used()).isLessThan(6_500_000);
      Excerpt excerpt = journal.read("emea-1", Optional.empty(), 10);
      assertThat(excerpt.arrivals()).extracting(Arrival::probe).containsExactly(arrival.probe());
      assertThat(excerpt.arrivals().getFirst().head()).isNotEmpty();
    }
  }

  /** As many probes as there may be in one message, and more, for the sake of one commit. */
  private Identified[] hundred() {
    return Stream.generate(() -> identified(Probe.at(time.micros())))
        .limit(100)
        .toArray(Identified[]::new);
  }

  private String oldest() throws Exception {
    return text("SELECT min(sequence) FROM arrival");
  }

  private Journal small(long bytes) throws Exception {
    Retention retention = new Retention(Retention.DEFAULT.arrivals().multipliedBy(4), bytes);
    return Journal.open(StoreAddress.folder(folder), retention, time, random);
  }

  @Test
  void evidenceOfWhatIsNoProbeIsBounded() throws Exception {
    Unverified finding = new Unverified(ReceiverEvents.Unverified.NO_STAMP, "nothing");
    try (Journal journal = open()) {
      for (int i = 0; i < Retention.UNVERIFIED + 10; i++) {
        journal.write(message("Subject: spam " + i), finding);
      }
    }
    assertThat(text("SELECT COUNT(*) FROM unverified")).isEqualTo("1000");
    assertThat(text("SELECT MIN(beginning) FROM unverified")).isEqualTo("Subject: spam 10");
    assertThat(text("SELECT DISTINCT reason FROM unverified")).isEqualTo("no_stamp");
  }

  @Test
  void headersAreKeptUpToABound() throws Exception {
    try (Journal journal = open()) {
      write(
          journal,
          message("Subject: " + "x".repeat(100_000) + "\r\n\r\n"),
          identified(Probe.at(time.micros())));
    }
    assertThat(text("SELECT head FROM evidence")).hasSize(65_536);
  }

  @Test
  void aDamagedJournalIsNamedAndLeftAsItIs() throws Exception {
    Path file = Files.writeString(folder.resolve("journal.db"), "nonsense ".repeat(1_000));
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("journal.db")
        .hasMessageContaining("damaged");
    assertThat(Files.readString(file)).startsWith("nonsense");
  }

  @Test
  void aClosedJournalTakesNothing() throws Exception {
    Journal journal = open();
    journal.close();
    assertThatThrownBy(() -> write(journal, message(""), identified(Probe.at(time.micros()))))
        .isInstanceOf(StoreException.class);
    assertThat(journal.isWritable()).isFalse();
  }

  private Journal open() throws IOException, InterruptedException {
    return Journal.open(folder, time, random);
  }

  private static List<Arrival> write(Journal journal, Message message, Identified... probes)
      throws IOException, InterruptedException {
    try (Pending pending = journal.arriving()) {
      return journal.write(pending, message, List.of(probes));
    }
  }

  private static Identified identified(Probe probe) {
    return new Identified(probe.id(), Place.STAMP, Optional.of(probe.stamp()), probe.recipient());
  }

  private static Identified token(Probe probe) {
    return new Identified(probe.id(), Place.RECIPIENT, Optional.empty(), probe.recipient());
  }

  private Message message(String content) {
    return message(content, time.micros());
  }

  private Message message(String content, Instant arrived) {
    Mailbox sender = new Mailbox("probe", "contoso.com");
    Recipient to = new Recipient(new Mailbox("probe+x", Probe.DOMAIN), Map.of());
    Envelope envelope =
        new Envelope(
            arrived,
            arrived,
            arrived,
            "192.0.2.1",
            "peer",
            Optional.of(sender),
            Map.of(),
            List.of(to));
    return new Message(envelope, content.getBytes(US_ASCII), content.length(), 0);
  }

  private String text(String query) throws Exception {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      Object value = row.getObject(1);
      return value instanceof byte[] bytes ? new String(bytes, US_ASCII) : value.toString();
    }
  }
}
