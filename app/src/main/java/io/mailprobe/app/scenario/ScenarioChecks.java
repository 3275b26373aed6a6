package io.mailprobe.app.scenario;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.simulator.graph.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What must hold between the sections of a file. Tells all that does not. */
final class ScenarioChecks {

  private final Fields root;
  private final Draft draft;
  private final boolean givesRegions;
  private final boolean givesPosts;
  private final Optional<Instant> start;
  private final Optional<Duration> length;

  ScenarioChecks(Fields root, Draft draft, boolean givesRegions, boolean givesPosts) {
    this.root = root;
    this.draft = draft;
    this.givesRegions = givesRegions;
    this.givesPosts = givesPosts;
    this.start = root.find(ScenarioSection.START);
    this.length = root.find(ScenarioSection.LENGTH);
  }

  void run() {
    Landscape landscape = givesRegions ? Landscape.described(draft.regions()) : Landscape.usual();
    List<PhaseChecks> phases =
        draft.phases().stream().map(phase -> new PhaseChecks(phase, landscape)).toList();
    for (PhaseChecks phase : phases) {
      phase.checkScope();
      phase.checkFaults();
      if (start.isPresent() && length.isPresent()) {
        phase.checkTimes(start.get(), length.get());
      }
    }
    for (int i = 0; i < phases.size(); i++) {
      for (int j = 0; j < i; j++) {
        phases.get(i).checkAgainst(phases.get(j));
      }
    }
    checkPosts();
  }

  private void checkPosts() {
    Optional<String> incident = root.find(ScenarioSection.INCIDENT);
    if (givesPosts && !root.has(ScenarioSection.INCIDENT)) {
      root.error("posts", "need incident, what the vendor calls it, such as incident: EX9999999");
    }
    if (incident.isPresent() && !givesPosts) {
      checkRecorded(incident.get());
    }
    for (Fields post : draft.posts()) {
      checkPost(post);
    }
  }

  private void checkRecorded(String incident) {
    String key = ScenarioSection.INCIDENT.name();
    if (!incident.equals(ScenarioSection.RECORDED)) {
      root.error(key, "the posts of " + incident + " are not known; give them as posts");
    } else if (start.isPresent() && length.isPresent()) {
      Incident recorded = Incident.ex1331830();
      Instant end = start.get().plus(length.get());
      if (recorded.started().isBefore(start.get())
          || recorded.posts().getLast().posted().isAfter(end)) {
        root.error(
            key,
            incident
                + " and its posts last from "
                + recorded.started()
                + " to "
                + recorded.posts().getLast().posted()
                + "; choose start and length so that they are within");
      }
    }
  }

  private void checkPost(Fields post) {
    if (start.isEmpty() || length.isEmpty()) {
      return;
    }
    Optional<Duration> at = post.find(PostSection.AT).map(when -> when.after(start.get()));
    Optional<Duration> next = post.find(PostSection.NEXT).map(when -> when.after(start.get()));
    at.ifPresent(offset -> checkWithin(post, PostSection.AT, offset, length.get()));
    if (at.isPresent() && next.isPresent() && next.get().compareTo(at.get()) <= 0) {
      post.error(PostSection.NEXT.name(), "is not after at; it is when the next post is promised");
    }
  }

  /** Tells where a moment is outside the scenario; whether it is within. */
  static boolean checkWithin(Fields fields, Key<?> key, Duration offset, Duration length) {
    if (offset.isNegative()) {
      fields.error(key.name(), "is before the start of the scenario");
      return false;
    }
    if (offset.compareTo(length) > 0) {
      fields.error(
          key.name(),
          "is "
              + Durations.print(offset)
              + " after the start, but the scenario is over after "
              + Durations.print(length)
              + "; make length longer");
      return false;
    }
    return true;
  }
}
