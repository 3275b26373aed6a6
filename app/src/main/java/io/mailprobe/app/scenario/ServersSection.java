package io.mailprobe.app.scenario;

import static io.mailprobe.app.config.bind.Key.preset;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.simulator.server.ServerSettings;
import java.time.Duration;
import java.util.List;

/** {@code servers}: what each server can do, and what other customers ask of it. */
final class ServersSection {

  private static final Key<Double> UTILISATION =
      preset(
          "utilisation",
          ScenarioKinds.number(0, 100),
          "0.6",
          "what other customers send, as a part of what all servers of a region can do");
  private static final Key<Integer> WORKERS =
      preset(
          "workers", Kinds.integer(1, 1_000), "4", "how many messages a server works on at a time");
  private static final Key<Duration> SERVICE =
      preset(
          "service",
          Durations.between(Duration.ofMillis(1), Duration.ofMinutes(10)),
          "200ms",
          "how long a message takes a worker, on average");
  private static final Key<Integer> CAPACITY =
      preset(
          "capacity",
          Kinds.integer(1, 10_000_000),
          "100000",
          "how many messages may wait at a server; from 80 % on it refuses sessions");

  static final Section<ServerSettings> SECTION =
      Section.of(
          "section",
          List.of(UTILISATION, WORKERS, SERVICE, CAPACITY),
          fields ->
              new ServerSettings(
                  fields.get(WORKERS),
                  fields.get(SERVICE),
                  fields.get(UTILISATION),
                  fields.get(CAPACITY),
                  ServerSettings.busy().memory()));

  private ServersSection() {}
}
