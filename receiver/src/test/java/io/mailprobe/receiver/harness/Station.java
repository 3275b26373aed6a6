package io.mailprobe.receiver.harness;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.feed.FeedRequest;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.receiver.Receiver;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A receiver that listens on a port of its own on the loopback address. */
public final class Station implements AutoCloseable {

  public final Counted events = new Counted();
  public final Receiver receiver;
  private final Clock clock;

  private Station(ReceiverSettings settings, Clock clock, Scheduler scheduler) {
    this.clock = clock;
    receiver =
        new Receiver(
            settings, Probe.KEYS, events, clock, scheduler, RandomGenerator.of("L64X128MixRandom"));
    try {
      receiver.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With its limits as they ship. */
  public static Station in(Path folder) {
    return in(folder, Limits.DEFAULT);
  }

  /** With these limits. */
  public static Station in(Path folder, Limits limits) {
    RealTime time = new RealTime();
    return new Station(settings(folder, limits), time, time);
  }

  /** With this certificate, and a clock of the test's own. */
  public static Station in(Path folder, PemFiles tls, Clock clock) {
    ReceiverSettings plain = settings(folder, Limits.DEFAULT);
    ReceiverSettings settings =
        new ReceiverSettings(
            plain.listen(),
            plain.hostname(),
            plain.domains(),
            plain.addresses(),
            Optional.of(tls),
            folder,
            plain.limits());
    return new Station(settings, clock, new RealTime());
  }

  /** With a time of the test's own. */
  public static <T extends Clock & Scheduler> Station in(Path folder, Limits limits, T time) {
    return new Station(settings(folder, limits), time, time);
  }

  /** Told exactly this. */
  public static Station with(ReceiverSettings settings, Clock clock, Scheduler scheduler) {
    return new Station(settings, clock, scheduler);
  }

  /** What such a receiver is told. */
  public static ReceiverSettings settings(Path folder, Limits limits) {
    return new ReceiverSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        "mx.probe.example.net",
        List.of(Probe.DOMAIN),
        List.of("bounces@" + Probe.DOMAIN, "loop@other.example"),
        Optional.empty(),
        folder,
        limits);
  }

  public int port() {
    return receiver.port();
  }

  public Peer connect() {
    return new Peer(port());
  }

  public Peer greet() {
    return Peer.greeted(port());
  }

  /** A probe that is due now. */
  public Probe probe() {
    return Probe.at(clock.micros());
  }

  /** All arrivals for the prober "emea-1". */
  public List<Arrival> arrivals() {
    return page(Duration.ZERO).arrivals();
  }

  /** The first page for the prober "emea-1". */
  public FeedPage page(Duration patience) {
    try {
      return receiver.feed().read(new FeedRequest("emea-1", Optional.empty(), 1_000, patience));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    receiver.close();
  }
}
