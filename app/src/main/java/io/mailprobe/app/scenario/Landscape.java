package io.mailprobe.app.scenario;

import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.scenario.RegionText.ForestText;
import io.mailprobe.simulator.topology.MailPath;
import io.mailprobe.simulator.topology.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The regions, forests and front ends that a file's scopes may name, as far as they could be read.
 *
 * @param regions the names of all regions
 * @param named whether all of these could be read, so that another name is a mistake
 * @param doors all doors of all front ends
 * @param whole whether all of these could be read
 */
record Landscape(Set<String> regions, boolean named, Set<Place> doors, boolean whole) {

  /** What a file describes, with what is wrong between its regions told. */
  static Landscape described(List<Draft.RegionDraft> regions) {
    Set<String> names = new LinkedHashSet<>();
    Set<Place> doors = new LinkedHashSet<>();
    Map<String, String> owners = new HashMap<>();
    boolean whole = !regions.isEmpty();
    for (Draft.RegionDraft region : regions) {
      String name = region.fields().find(RegionSection.NAME).orElse("");
      names.add(name);
      Set<String> labels = new HashSet<>();
      if (region.forests().isEmpty()) {
        List<ForestText> known = RegionSection.known(region.fields());
        whole &= !known.isEmpty();
        for (ForestText forest : known) {
          takeForest(owners, forest.name(), name, region.fields(), "name");
          forest.frontEnds().forEach(label -> add(doors, name, forest.name(), label));
        }
      }
      for (Fields forest : region.forests()) {
        String forestName = forest.find(RegionSection.FOREST).orElse("");
        List<String> frontEnds = forest.find(RegionSection.FRONT_ENDS).orElse(List.of());
        whole &= !forestName.isEmpty() && !frontEnds.isEmpty();
        takeForest(owners, forestName, name, forest, RegionSection.FOREST.name());
        for (int i = 0; i < frontEnds.size(); i++) {
          if (!labels.add(frontEnds.get(i))) {
            forest.error(
                RegionSection.FRONT_ENDS.name() + "[" + i + "]",
                frontEnds.get(i) + " is another front end of " + name + "; choose another name");
          }
          add(doors, name, forestName, frontEnds.get(i));
        }
      }
    }
    boolean named = !names.isEmpty() && !names.remove("");
    return new Landscape(names, named, doors, whole && named);
  }

  /** What a file that names no regions has. */
  static Landscape usual() {
    Set<String> names = new LinkedHashSet<>();
    Set<Place> doors = new LinkedHashSet<>();
    for (RegionText region : RegionText.USUAL) {
      names.add(region.name());
      for (ForestText forest : region.forests()) {
        forest.frontEnds().forEach(label -> add(doors, region.name(), forest.name(), label));
      }
    }
    return new Landscape(names, true, doors, true);
  }

  private static void takeForest(
      Map<String, String> owners, String forest, String region, Fields fields, String key) {
    String owner = owners.putIfAbsent(forest, region);
    if (owner != null && !owner.equals(region) && !forest.isEmpty()) {
      fields.error(key, "the forest " + forest + " belongs to " + owner + " already");
    }
  }

  private static void add(Set<Place> doors, String region, String forest, String label) {
    for (MailPath path : MailPath.values()) {
      doors.add(new Place(region, forest, "", label, "", path));
    }
  }

  List<String> forests() {
    return doors.stream().map(Place::forest).distinct().toList();
  }

  List<String> frontEnds() {
    return doors.stream().map(Place::label).distinct().toList();
  }

  /** The doors that a scope means. */
  Set<Place> within(ScopeText scope) {
    return doors.stream()
        .filter(scope.scope()::covers)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The regions of some doors, in words. */
  static String regionsOf(Set<Place> doors) {
    return doors.stream().map(Place::region).distinct().collect(Collectors.joining(", "));
  }
}
