package io.mailprobe.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.scene.FrontEnds;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.canary.CanaryEvents;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.testkit.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is exported of canaries and of the front ends that they visit. */
class CanaryMetricsTest {

  private static final String CORE = "region=\"amer\",route=\"front-ends\",path=\"inbound\"";

  private final ManualTime time = new ManualTime();
  private final Metrics metrics = new Metrics(time, new Build("0.1.0", "abc"), Replies.BLAME);
  private final SessionReport well = Sessions.accepted(time.wall());
  private final SessionReport refused =
      Sessions.refused(time.wall(), Phase.BANNER, 421, Sessions.FOREST_LIMIT);
  private final SessionReport closed = Sessions.failed(time.wall(), Phase.BANNER, Outcome.CLOSED);

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void frontEndsAreCountedByForestAndOutcome() {
    show(
        fronts()
            .with(20, "namprd07", well, 0)
            .with(5, "namprd07", refused, 1)
            .with(12, "eurprd05", well, 0)
            .with(3, "eurprd05", closed, 1)
            .withGone(refused)
            .withNew(time.wall()));
    String all = scrape();
    assertThat(all)
        .contains(line("front_ends", "forest=\"namprd07\",outcome=\"deferred\"", "5.0"))
        .contains(line("front_ends", "forest=\"namprd07\",outcome=\"accepted\"", "20.0"))
        .contains(line("front_ends", "forest=\"eurprd05\",outcome=\"closed\"", "3.0"))
        .contains(line("front_ends", "forest=\"none\",outcome=\"deferred\"", "0.0"))
        .contains(line("front_ends_refusing", "forest=\"namprd07\"", "5.0"))
        .contains(line("front_ends_refusing", "forest=\"eurprd05\"", "3.0"));
    assertThat(infos("outcome=\"deferred\"")).hasSize(5).allMatch(info -> info.contains("CA00"));
    assertThat(infos("outcome=\"closed\"")).hasSize(3);
    assertThat(infos("name=\"none\"")).hasSize(32);
    assertThat(all)
        .contains(
            line(
                "front_end_phase_seconds", "endpoint=\"192.0.2.21:25\",phase=\"banner\"", "0.047"));
  }

  @Test
  void sessionsAreCountedApartFromThoseOfProbes() {
    FrontEnds seen = fronts();
    CanaryEvents events = metrics.canaries(List.of(seen.canary()));
    assertThat(scrape())
        .contains(
            "mailprobe_sessions_total{outcome=\"closed\",path=\"inbound\",purpose=\"canary\"");
    events.sessionEnded(seen.canary(), refused);
    events.sessionEnded(seen.canary(), refused);
    events.sessionEnded(seen.canary(), well);
    assertThat(sessions("deferred")).isEqualTo(2);
    assertThat(sessions("accepted")).isEqualTo(1);
    assertThat(sessions("closed")).isZero();
    assertThat(scrape())
        .containsPattern(
            "mailprobe_smtp_replies_total\\{code=\"421\",.*route=\"front-ends\".*} 2\\.0");
  }

  @Test
  void namesAreBoundedWhateverServersCallThemselves() {
    AtomicReference<FrontEnds> current = new AtomicReference<>(fronts());
    metrics.watchCanaries(() -> List.of(current.get().view()));
    long known = 0;
    for (int turn = 0; turn < FrontEndCollector.MOST_NAMES / 40 + 3; turn++) {
      // Each turn has other names: the numbers in them go on.
      FrontEnds next = fronts();
      next.with(40 * turn, "", well, 0).with(40, "", closed, 1);
      current.set(next);
      known += infos("outcome=\"closed\"").stream().filter(i -> !i.contains("\"other\"")).count();
    }
    assertThat(known).isEqualTo(FrontEndCollector.MOST_NAMES);
    assertThat(infos("name=\"other\"")).hasSize(40);
  }

  private static FrontEnds fronts() {
    return FrontEnds.of("amer", Path.INBOUND);
  }

  private void show(FrontEnds seen) {
    metrics.watchCanaries(() -> List.of(seen.view()));
  }

  /** A line as it is exported: the labels in the order of the alphabet. */
  private static String line(String name, String labels, String value) {
    List<String> sorted = List.of((CORE + "," + labels).split(",", -1)).stream().sorted().toList();
    return "mailprobe_canary_" + name + "{" + String.join(",", sorted) + "} " + value + "\n";
  }

  private List<String> infos(String label) {
    return scrape()
        .lines()
        .filter(line -> line.startsWith("mailprobe_canary_front_end_info{"))
        .filter(line -> line.contains(label))
        .toList();
  }

  private double sessions(String outcome) {
    return scrape()
        .lines()
        .filter(line -> line.startsWith("mailprobe_sessions_total{"))
        .filter(line -> line.contains("purpose=\"canary\""))
        .filter(line -> line.contains("outcome=\"" + outcome + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private String scrape() {
    return new String(metrics.scrape("text/plain").body(), StandardCharsets.UTF_8);
  }
}
