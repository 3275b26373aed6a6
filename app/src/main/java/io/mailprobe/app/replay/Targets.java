package io.mailprobe.app.replay;

import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.metrics.MetricsHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The processes of a virtual world as a Prometheus scrapes them: see prometheus/prometheus.yml. */
final class Targets {

  private final List<Scraped> all = new ArrayList<>();

  /**
   * @param prepare what is to be done before the scrape; touches nothing of another target
   */
  private record Scraped(
      MetricsHistory.Target target, Metrics metrics, Runnable prepare, BooleanSupplier down) {

    void scrape(Instant at) {
      if (down.getAsBoolean()) {
        target.down(at);
      } else {
        prepare.run();
        target.scrape(metrics, at);
      }
    }
  }

  /** The processes of this world, whose scrapes go to that history. */
  Targets(VirtualWorld world, MetricsHistory history) {
    for (RegionSite region : world.regions()) {
      Map<String, String> labels = labels("prober-" + region.name(), "prober");
      labels.put("region", region.name());
      all.add(new Scraped(history.target(labels), region.metrics(), region::settle, () -> false));
    }
    ReceiverSite receiver = world.receiver();
    all.add(
        new Scraped(
            history.target(labels("receiver", "receiver")),
            receiver.metrics(),
            () -> {},
            receiver::isDown));
  }

  private static Map<String, String> labels(String host, String role) {
    return new HashMap<>(Map.of("job", "mailprobe", "instance", host + ":8080", "role", role));
  }

  /** Scrapes all, each as far as it answers; at the same time, for none knows of the others. */
  void scrape(Instant at) {
    all.parallelStream().forEach(each -> each.scrape(at));
  }
}
