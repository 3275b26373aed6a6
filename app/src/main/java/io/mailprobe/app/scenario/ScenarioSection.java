package io.mailprobe.app.scenario;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.app.scenario.PostSection.PostText;
import io.mailprobe.simulator.graph.Incident;
import io.mailprobe.simulator.scenario.Probing;
import io.mailprobe.simulator.scenario.Scenario;
import io.mailprobe.simulator.scenario.ScenarioPhase;
import io.mailprobe.simulator.server.ServerSettings;
import io.mailprobe.simulator.topology.Latency;
import io.mailprobe.simulator.topology.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A whole file. Each has keys of its own, since what it reads is noted in a draft of its own. */
final class ScenarioSection {

  /** The incident of which the posts are known. */
  static final String RECORDED = "EX1331830";

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofDays(14);

  static final Key<String> NAME =
      required("name", ScenarioKinds.NAME, "what the scenario is called");
  static final Key<String> SUMMARY =
      required("summary", ScenarioKinds.WORDS, "what it shows, in a sentence or two");
  static final Key<Instant> START =
      preset(
          "start",
          ScenarioKinds.INSTANT,
          "2026-06-02T12:00:00Z",
          "the instant at which it begins, where it is replayed");
  static final Key<Duration> LENGTH =
      required("length", Durations.between(SHORTEST, LONGEST), "how long it lasts");
  static final Key<Boolean> REPEATED =
      preset(
          "repeated",
          ScenarioKinds.TRUE_OR_FALSE,
          "false",
          "whether it begins again when it is over, where it is played live");
  static final Key<Integer> SEED =
      preset(
          "seed",
          Kinds.integer(0, Integer.MAX_VALUE),
          "1",
          "what its chances are drawn from, unless another seed is given on the command line");
  static final Key<Latency> LATENCY =
      optional(
          "latency",
          LatencySection.SECTION,
          "median 3s, spread 0.45, tail 0.5%",
          "how long a message is under way on a healthy day, in regions that do not tell");
  static final Key<ServerSettings> SERVERS =
      optional(
          "servers",
          ServersSection.SECTION,
          "servers that nobody else uses, and that are never too slow",
          "what each server can do, and what other customers ask of it");
  static final Key<Probing> PROBING =
      optional(
          "probing",
          ProbingSection.SECTION,
          "as often as a real mailbox allows",
          "how the regions are probed");
  static final Key<String> INCIDENT =
      optional(
          "incident",
          ScenarioKinds.NAME,
          "the vendor tells nothing",
          "what the vendor calls it; the posts of EX1331830 are known and need not be given");

  private final Draft draft = new Draft();
  private final Key<List<RegionText>> regions =
      optional(
          "regions",
          Kinds.listOf(RegionSection.noting(draft), 1, RegionSection.NAME),
          "amer, emea and apac, each with two forests of two front ends",
          "where mail flows");
  private final Key<List<PhaseText>> phases =
      optional(
          "phases",
          Kinds.listOf(PhaseSection.noting(draft), 1, PhaseSection.NAME),
          "none: all is well",
          "what happens and when");
  private final Key<List<PostText>> posts =
      optional(
          "posts",
          Kinds.listOf(PostSection.noting(draft), 1),
          "those of the incident, where they are known",
          "what the vendor tells, and when");

  /** The keys of one file. */
  Section<Scenario> section() {
    return new Section<>(
        "scenario",
        List.of(
            NAME, SUMMARY, START, LENGTH, REPEATED, SEED, PROBING, LATENCY, SERVERS, regions,
            phases, INCIDENT, posts),
        fields -> new ScenarioChecks(fields, draft, fields.has(regions), fields.has(posts)).run(),
        this::build);
  }

  private Scenario build(Fields fields) {
    Instant start = fields.get(START);
    Duration length = fields.get(LENGTH);
    Latency latency =
        fields.find(LATENCY).orElseGet(() -> new Latency(Duration.ofSeconds(3), 0.45, 0.005));
    List<RegionText> given = fields.find(regions).orElse(RegionText.USUAL);
    List<Region> made =
        IntStream.range(0, given.size())
            .mapToObj(index -> given.get(index).region(index, latency))
            .toList();
    List<ScenarioPhase> planned =
        fields.find(phases).orElse(List.of()).stream()
            .map(phase -> phase.in(start, length))
            .toList();
    return new Scenario(
        fields.get(NAME),
        fields.get(SUMMARY),
        start,
        length,
        fields.get(REPEATED),
        made,
        fields.find(SERVERS).orElseGet(ServerSettings::ample),
        fields.find(PROBING).orElseGet(Probing::standard),
        planned,
        fields.find(INCIDENT).map(id -> incident(id, fields, start, planned)),
        fields.get(SEED));
  }

  private Incident incident(String id, Fields fields, Instant start, List<ScenarioPhase> planned) {
    Optional<List<PostText>> told = fields.find(posts);
    if (told.isEmpty()) {
      return Incident.ex1331830();
    }
    List<PostText> inOrder =
        told.get().stream().sorted(Comparator.comparing(post -> post.at().after(start))).toList();
    List<Incident.Post> numbered = new ArrayList<>();
    for (PostText post : inOrder) {
      numbered.add(post.numbered(numbered.size() + 1, start));
    }
    Duration began =
        planned.stream()
            .filter(phase -> !phase.faults().isEmpty())
            .map(ScenarioPhase::start)
            .min(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return new Incident(
        id,
        start.plus(began),
        "Mailflow - delayed delivery",
        "E-Mail timely delivery",
        numbered,
        Optional.empty());
  }
}
