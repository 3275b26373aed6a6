package io.mailprobe.app.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.world.RegionProbes;
import io.mailprobe.prober.feed.NamedFeed;
import io.mailprobe.protocol.feed.ArrivalFeed;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.receiver.DirectReceiver;
import io.mailprobe.receiver.DirectReceiver.Handed;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import io.mailprobe.receiver.journal.Retention;
import io.mailprobe.simulator.queue.QueuedMessage;
import io.mailprobe.simulator.queue.Sender;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.store.StoreAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The receiver of a virtual world: a process of its own, which may be down. */
final class ReceiverSite implements AutoCloseable {

  /** Where it takes mail. */
  static final InetSocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.20.1"), 25);

  /** What it calls itself. */
  static final String HOST = "mx." + RegionProbes.PROBE_DOMAIN;

  private static final String REFUSED = "connection refused";

  private final DirectReceiver receiver;
  private final Metrics metrics;
  private boolean down;

  private ReceiverSite(DirectReceiver receiver, Metrics metrics) {
    this.receiver = receiver;
    this.metrics = metrics;
  }

  /**
   * Opens it.
   *
   * @param forwarded the addresses that mail flow rules send probes on to
   * @param folder for its journal
   */
  static ReceiverSite open(
      List<String> forwarded,
      Keyring keys,
      Metrics metrics,
      Path folder,
      Clock clock,
      Scheduler scheduler,
      RandomGenerator random)
      throws IOException {
    ReceiverSettings settings =
        new ReceiverSettings(
            ADDRESS,
            HOST,
            List.of(RegionProbes.PROBE_DOMAIN),
            forwarded,
            Optional.empty(),
            StoreAddress.scratch(folder),
            Retention.DEFAULT,
            Limits.DEFAULT);
    DirectReceiver receiver =
        DirectReceiver.open(settings, keys, metrics.receiver(), clock, scheduler, random);
    return new ReceiverSite(receiver, metrics);
  }

  /** Where mail for its domain goes. */
  static NextHop nextHop() {
    return new NextHop(ADDRESS.getAddress().getHostAddress(), ADDRESS.getPort());
  }

  Metrics metrics() {
    return metrics;
  }

  /** It is stopped, or started again. */
  void setDown(boolean stopped) {
    if (down && !stopped) {
      receiver.wasAway();
    }
    down = stopped;
  }

  boolean isDown() {
    return down;
  }

  /** What Exchange Online's senders meet. */
  Sender.Result deliver(QueuedMessage message, String text) {
    if (down) {
      return new Sender.Result.Deferred(REFUSED);
    }
    String reply =
        take(
            new Handed(
                message.place().address(),
                message.place().transportServer(),
                message.mailFrom(),
                message.recipient(),
                text.getBytes(ISO_8859_1)));
    return switch (reply.charAt(0)) {
      case '2' -> new Sender.Result.Delivered();
      case '4' -> new Sender.Result.Deferred(reply);
      default -> new Sender.Result.Refused(reply);
    };
  }

  /** Takes a message now; the reply to its final dot. */
  String take(Handed handed) {
    return receiver.take(handed);
  }

  /** The reply to RCPT. */
  String answerToRecipient(String address) {
    return receiver.answerToRecipient(address);
  }

  /** Its feed, which is as far away as it is. */
  NamedFeed feed() {
    ArrivalFeed feed =
        request -> {
          if (down) {
            throw new ConnectException(REFUSED);
          }
          return receiver.feed().read(request);
        };
    return new NamedFeed("receiver", feed);
  }

  @Override
  public void close() {
    receiver.close();
    metrics.close();
  }
}
