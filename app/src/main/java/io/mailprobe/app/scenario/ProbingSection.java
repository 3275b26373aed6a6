package io.mailprobe.app.scenario;

import static io.mailprobe.app.config.bind.Key.preset;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kind;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.simulator.scenario.Probing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code probing}: how the regions are probed. */
final class ProbingSection {

  private static final Kind<Duration> CADENCE =
      Durations.between(Duration.ofSeconds(1), Duration.ofHours(24));
  private static final Kind<Duration> AGE =
      Durations.between(Duration.ofSeconds(1), Duration.ofDays(7));

  private static final Key<Duration> PROBES =
      preset(
          "probes",
          CADENCE,
          "60s",
          "how often a probe is sent by each path through Exchange Online");
  private static final Key<Duration> CONTROL =
      preset("control", CADENCE, "30s", "how often one is sent past it, straight to the receiver");
  private static final Key<Duration> CANARIES =
      preset("canaries", CADENCE, "15s", "how often each front end is visited");
  private static final Key<Duration> DEADLINE =
      preset("deadline", AGE, "60s", "how old a probe may grow before it is late");
  private static final Key<Duration> GIVE_UP =
      preset("give_up", AGE, "24h", "for how long a deferred probe is tried again");
  private static final Key<Duration> LOSS =
      preset("loss", AGE, "25h", "how old a probe has to be to be called lost");

  static final Section<Probing> SECTION =
      new Section<>(
          "section",
          List.of(PROBES, CONTROL, CANARIES, DEADLINE, GIVE_UP, LOSS),
          ProbingSection::check,
          fields ->
              new Probing(
                  fields.get(PROBES),
                  fields.get(CONTROL),
                  fields.get(CANARIES),
                  fields.get(DEADLINE),
                  fields.get(GIVE_UP),
                  fields.get(LOSS)));

  private ProbingSection() {}

  private static void check(Fields fields) {
    Optional<Duration> deadline = fields.find(DEADLINE);
    Optional<Duration> loss = fields.find(LOSS);
    if (deadline.isPresent() && loss.isPresent() && loss.get().compareTo(deadline.get()) <= 0) {
      fields.error(LOSS.name(), "a probe is lost only after its deadline; make loss longer");
    }
  }
}
