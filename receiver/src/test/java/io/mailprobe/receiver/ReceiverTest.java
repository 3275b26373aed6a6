package io.mailprobe.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.Arrival.Place;
import io.mailprobe.protocol.feed.FeedRequest;
import io.mailprobe.receiver.ReceiverEvents.Refusal;
import io.mailprobe.receiver.harness.Peer;
import io.mailprobe.receiver.harness.Probe;
import io.mailprobe.receiver.harness.RealTime;
import io.mailprobe.receiver.harness.Station;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiverTest {

  @TempDir Path folder;

  @Test
  void aProbeArrivesWithItsInstantsAndItsStamp() {
    RealTime clock = new RealTime();
    try (Station station = Station.in(folder)) {
      Probe probe = station.probe();
      var before = clock.micros();
      try (Peer peer = station.connect()) {
        peer.expect("220 mx.probe.example.net ESMTP Mailprobe\n");
        peer.ask("EHLO peer.example.org", "250-mx.probe.example.net\n");
        peer.deliver(probe);
        peer.ask("QUIT", "221 2.0.0");
        peer.expectClosed();
      }
      Arrival arrival = station.arrivals().getFirst();
      assertThat(arrival.probe()).isEqualTo(probe.id());
      assertThat(arrival.place()).isEqualTo(Place.STAMP);
      assertThat(arrival.stamp()).contains(probe.stamp());
      assertThat(arrival.prober()).contains("emea-1");
      assertThat(arrival.recipient()).isEqualTo(probe.recipient());
      assertThat(arrival.peer()).isEqualTo("127.0.0.1");
      assertThat(arrival.helo()).isEqualTo("peer.example.org");
      assertThat(arrival.size()).isEqualTo(probe.message().length());
      assertThat(arrival.connected()).isBetween(before, arrival.mail());
      assertThat(arrival.arrived()).isBetween(arrival.mail(), clock.micros());
      assertThat(arrival.head()).isEqualTo(probe.message().split("(?<=\r\n)\r\n", 2)[0]);
      assertThat(station.events.arrivals).containsExactly(arrival.withHead(""));
      assertThat(station.receiver.ready()).isTrue();
    }
  }

  @Test
  void aTakenPortIsNamed() {
    try (Station station = Station.in(folder.resolve("first"))) {
      ReceiverSettings free =
          Station.settings(folder.resolve("second"), ReceiverSettings.Limits.DEFAULT);
      ReceiverSettings taken =
          new ReceiverSettings(
              new InetSocketAddress(free.listen().getAddress(), station.port()),
              free.hostname(),
              free.domains(),
              free.addresses(),
              free.tls(),
              free.store(),
              free.retention(),
              free.limits());
      RealTime time = new RealTime();
      Receiver second =
          new Receiver(taken, Probe.KEYS, station.events, time, time, RandomGenerator.getDefault());
      assertThatThrownBy(second::start)
          .hasMessageContaining(":" + station.port() + " (")
          .hasMessageContaining("Address already in use")
          .hasMessageContaining("receiver.listen");
      assertThat(second.ready()).isFalse();
    }
  }

  @Test
  void aProbeIsTakenAgainOnceTheJournalCanBeWritten() throws Exception {
    try (Station station = Station.in(folder);
        Peer peer = station.greet()) {
      Probe probe = station.probe();
      alter("ALTER TABLE evidence RENAME TO hidden", "ALTER TABLE journal RENAME TO away");
      peer.ask("MAIL FROM:<probe@contoso.com>", "250");
      peer.ask("RCPT TO:<" + probe.recipient() + ">", "250");
      peer.ask("DATA", "354");
      peer.ask(probe.message() + ".", "452 4.3.1");
      assertThat(station.receiver.ready()).isFalse();
      assertThat(station.events.deferrals).containsExactly(ReceiverEvents.Deferral.JOURNAL);
      alter("ALTER TABLE hidden RENAME TO evidence", "ALTER TABLE away RENAME TO journal");
      assertThat(station.arrivals()).isEmpty();
      assertThat(station.receiver.ready()).isTrue();
      peer.deliver(probe);
      assertThat(station.arrivals()).hasSize(1);
      assertThat(station.receiver.journalLag()).isEqualTo(new JournalLag(0, Duration.ZERO));
    }
  }

  /** So that a prober does not blame others for what that delays. */
  @Test
  void theFeedTellsWhenTheReceiverLastCouldNotTakeMail() throws Exception {
    try (Station station = Station.in(folder);
        Peer peer = station.greet()) {
      Instant started = troubled(station);
      peer.ask("MAIL FROM:<probe@contoso.com>", "250");
      peer.ask("RCPT TO:<nobody@probe.example.net>", "550");
      assertThat(troubled(station)).as("what peers do wrong").isEqualTo(started);

      Probe probe = station.probe();
      alter("ALTER TABLE evidence RENAME TO hidden", "ALTER TABLE journal RENAME TO away");
      peer.ask("RCPT TO:<" + probe.recipient() + ">", "250");
      peer.ask("DATA", "354");
      peer.ask(probe.message() + ".", "452 4.3.1");
      alter("ALTER TABLE hidden RENAME TO evidence", "ALTER TABLE away RENAME TO journal");
      assertThat(troubled(station)).isAfter(started);
    }
  }

  private static Instant troubled(Station station) throws Exception {
    return station
        .receiver
        .feed()
        .read(new FeedRequest("emea-1", Optional.empty(), 10, Duration.ZERO))
        .troubled()
        .orElseThrow();
  }

  private void alter(String... statements) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void aMessageToABounceAddressIsKeptAsEvidence() {
    try (Station station = Station.in(folder);
        Peer peer = station.greet()) {
      peer.ask("MAIL FROM:<>", "250");
      peer.ask("RCPT TO:<Bounces@probe.example.net>", "250");
      peer.ask("DATA", "354");
      assertThat(peer.ask("Subject: hello\r\n\r\nspam\r\n.", "250 2.0.0")).contains("unverified-1");
      assertThat(station.events.unverified).containsExactly(ReceiverEvents.Unverified.NO_STAMP);
      assertThat(station.arrivals()).isEmpty();
    }
  }

  @Test
  void nothingIsRelayed() {
    try (Station station = Station.in(folder);
        Peer peer = station.greet()) {
      Probe probe = station.probe();
      String token = probe.recipient().substring(0, probe.recipient().indexOf('@'));
      peer.ask("MAIL FROM:<bounces@probe.example.net>", "250");
      for (String stranger :
          new String[] {
            "someone@elsewhere.example",
            token + "@elsewhere.example",
            token + "@sub.probe.example.net",
            token + "%x.example@probe.example.net",
            "bounces@elsewhere.example",
            "postmaster@probe.example.net",
            "probe+@probe.example.net",
            "probe@probe.example.net"
          }) {
        peer.ask("RCPT TO:<" + stranger + ">", "550 5.1.1");
      }
      peer.ask("DATA", "554 5.5.1");
      assertThat(station.events.refusals.stream().filter(Refusal.RECIPIENT::equals)).hasSize(8);
    }
  }

  @Test
  void afterDrainingTheFeedCanStillBeRead() {
    try (Station station = Station.in(folder)) {
      try (Peer peer = station.greet()) {
        peer.deliver(station.probe());
        peer.ask("QUIT", "221");
      }
      station.receiver.drain(Duration.ofSeconds(10));
      assertThat(station.receiver.ready()).isFalse();
      assertThat(station.receiver.sessions()).isZero();
      assertThat(station.arrivals()).hasSize(1);
    }
  }

  @Test
  void whatWasTakenIsThereAfterARestartUnderTheSameName() {
    String receipt;
    try (Station station = Station.in(folder);
        Peer peer = station.greet()) {
      receipt = peer.deliver(station.probe());
    }
    try (Station again = Station.in(folder);
        Peer peer = again.greet()) {
      String journal = again.page(Duration.ZERO).next().journal();
      assertThat(receipt).isEqualTo("250 2.0.0 Taken as " + journal + "-1\n");
      assertThat(peer.deliver(again.probe())).contains(journal + "-2");
      assertThat(again.arrivals()).hasSize(2);
    }
  }

  @Test
  void aFolderInUseIsNamed() {
    try (Station _ = Station.in(folder)) {
      assertThatThrownBy(() -> Station.in(folder))
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("in use");
    }
  }
}
