package io.mailprobe.simulator.scenario;

import io.mailprobe.simulator.fault.Timeline;
import io.mailprobe.simulator.graph.Incident;
import io.mailprobe.simulator.server.ServerSettings;
import io.mailprobe.simulator.topology.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A simulated stretch of time: who is probed and how, what goes wrong and when, and what the vendor
 * tells of it. A value; to play it is for others.
 *
 * @param name what it is called, such as {@code one-forest}
 * @param summary what it shows, in a sentence or two
 * @param start the instant at which it begins, on the clock of those who play it on one of their
 *     own
 * @param length how long it lasts
 * @param repeated whether it begins again when it is over, where it is played live
 * @param regions the regions, with front ends on addresses of their own
 * @param servers what each of their servers is able to do
 * @param probing how they are probed
 * @param phases what happens in it, in the order of their starts; they may overlap
 * @param incident what the vendor tells, at the instants of this scenario
 * @param seed what all its chances are drawn from, unless the user gives another
 */
public record Scenario(
    String name,
    String summary,
    Instant start,
    Duration length,
    boolean repeated,
    List<Region> regions,
    ServerSettings servers,
    Probing probing,
    List<ScenarioPhase> phases,
    Optional<Incident> incident,
    long seed) {

  /** What a scenario is called. */
  public static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  public Scenario {
    regions = List.copyOf(regions);
    phases = phases.stream().sorted(Comparator.comparing(ScenarioPhase::start)).toList();
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException("not the name of a scenario: " + name);
    }
    if (regions.isEmpty() || !allDiffer(regions.stream().map(Region::name).toList())) {
      throw new IllegalArgumentException(name + " needs regions with names of their own");
    }
    if (!allDiffer(regions.stream().flatMap(each -> each.addresses().stream()).toList())) {
      throw new IllegalArgumentException("front ends need addresses of their own");
    }
    if (!allDiffer(phases.stream().map(ScenarioPhase::name).toList())) {
      throw new IllegalArgumentException("phases need names of their own");
    }
    for (ScenarioPhase phase : phases) {
      if (phase.end().compareTo(length) > 0) {
        throw new IllegalArgumentException(phase.name() + " lasts beyond the end");
      }
    }
  }

  private static boolean allDiffer(List<String> names) {
    return new HashSet<>(names).size() == names.size();
  }

  /** The instant at which it is over. */
  public Instant end() {
    return start.plus(length);
  }

  /** What goes wrong, of all phases. */
  public Timeline timeline() {
    return new Timeline(phases.stream().flatMap(phase -> phase.faults().stream()).toList());
  }

  /** The phases that last at this offset from the beginning. */
  public List<ScenarioPhase> phasesAt(Duration offset) {
    return phases.stream().filter(phase -> phase.lasts(offset)).toList();
  }

  /** When the first fault is switched on; empty where nothing ever goes wrong. */
  public Optional<Instant> onset() {
    return timeline().entries().stream().findFirst().map(entry -> start.plus(entry.start()));
  }

  /** The names of the regions, in their order. */
  public Set<String> regionNames() {
    return regions.stream().map(Region::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
