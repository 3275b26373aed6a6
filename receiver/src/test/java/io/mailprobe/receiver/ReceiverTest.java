package io.mailprobe.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.Arrival.Place;
import io.mailprobe.receiver.harness.Peer;
import io.mailprobe.receiver.harness.Probe;
import io.mailprobe.receiver.harness.RealTime;
import io.mailprobe.receiver.harness.Station;
import java.nio.file.Path;
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
      assertThat(station.events.arrivals).containsExactly(arrival);
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
              new java.net.InetSocketAddress(free.listen().getAddress(), station.port()),
              free.hostname(),
              free.domains(),
              free.addresses(),
              free.tls(),
              free.folder(),
              free.limits());
      RealTime time = new RealTime();
      Receiver second =
          new Receiver(
              taken, Probe.KEYS, station.events, time, time, new java.util.SplittableRandom());
      assertThatThrownBy(second::start)
          .hasMessageContaining(":" + station.port() + " (")
          .hasMessageContaining("Address already in use")
          .hasMessageContaining("receiver.listen");
      assertThat(second.ready()).isFalse();
    }
  }
}
