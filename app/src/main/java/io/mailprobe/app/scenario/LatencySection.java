package io.mailprobe.app.scenario;

import static io.mailprobe.app.config.bind.Key.preset;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kind;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.simulator.topology.Latency;
import java.time.Duration;
import java.util.List;

/** {@code latency}: how long a message is under way on a healthy day. */
final class LatencySection {

  static final Kind<Double> SPREAD_KIND = ScenarioKinds.number(0, 3);

  private static final Key<Duration> MEDIAN =
      preset(
          "median",
          Durations.between(Duration.ofMillis(1), Duration.ofHours(24)),
          "3s",
          "half of the messages are faster");
  private static final Key<Double> SPREAD =
      preset(
          "spread",
          SPREAD_KIND,
          "0.45",
          "the standard deviation of the logarithm: with 0.45 one in a hundred takes 2.8 times"
              + " the median, with 0 none");
  private static final Key<Double> TAIL =
      preset(
          "tail",
          ScenarioKinds.SHARE,
          "0.5%",
          "the part of the messages that take a multiple, one in 30 of them more than ten times as"
              + " long");

  static final Section<Latency> SECTION =
      Section.of(
          "section",
          List.of(MEDIAN, SPREAD, TAIL),
          fields -> new Latency(fields.get(MEDIAN), fields.get(SPREAD), fields.get(TAIL)));

  private LatencySection() {}
}
