package io.mailprobe.app.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.http.HttpSettings;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.StampKey;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that only receives. */
class ReceiverAloneTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir Path folder;

  @Test
  void isDeafToNoFeed() throws Exception {
    ReceiverSettings receiver =
        new ReceiverSettings(
            ANY_PORT,
            "mx.probe.example",
            List.of("probe.example"),
            List.of(),
            Optional.empty(),
            folder,
            Limits.DEFAULT);
    NodePlan plan =
        new NodePlan(
            "emea",
            new Keyring(List.of(new StampKey("k1", new byte[32]))),
            new HttpSettings(ANY_PORT, Optional.empty(), Optional.empty()),
            Optional.of(receiver),
            (_, _) -> List.of(),
            List.of(),
            RuleFile.classifier(List.of()),
            Optional.empty());
    try (TimeAndChance given = TimeAndChance.seeded(1);
        Node node = new Node(plan, given)) {
      node.start();
      assertThat(node.receiver().ready()).isTrue();
      assertThat(new String(node.metrics().scrape("text/plain").body(), UTF_8))
          .contains("\nmailprobe_receiver_")
          .doesNotContain("\nmailprobe_feed_last_success_timestamp_seconds{");
    }
  }
}
