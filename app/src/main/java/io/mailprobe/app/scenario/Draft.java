package io.mailprobe.app.scenario;

import io.mailprobe.app.config.bind.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What could be read of a file, gathered section by section from the inside out: so that what must
 * hold between sections is checked also where something else is wrong in one of them.
 */
final class Draft {

  /** One region, and its forests. */
  record RegionDraft(Fields fields, List<Fields> forests) {}

  /** One phase, its scope and its faults. */
  record PhaseDraft(Fields fields, Optional<Fields> scope, List<Fields> faults) {}

  private final List<RegionDraft> regions = new ArrayList<>();
  private final List<PhaseDraft> phases = new ArrayList<>();
  private final List<Fields> posts = new ArrayList<>();
  private List<Fields> forests = new ArrayList<>();
  private List<Fields> faults = new ArrayList<>();
  private Optional<Fields> scope = Optional.empty();

  void forest(Fields fields) {
    forests.add(fields);
  }

  /** A region, of which the forests came before. */
  void region(Fields fields) {
    regions.add(new RegionDraft(fields, forests));
    forests = new ArrayList<>();
  }

  void scope(Fields fields) {
    scope = Optional.of(fields);
  }

  void fault(Fields fields) {
    faults.add(fields);
  }

  /** A phase, of which scope and faults came before. */
  void phase(Fields fields) {
    phases.add(new PhaseDraft(fields, scope, faults));
    scope = Optional.empty();
    faults = new ArrayList<>();
  }

  void post(Fields fields) {
    posts.add(fields);
  }

  List<RegionDraft> regions() {
    return regions;
  }

  List<PhaseDraft> phases() {
    return phases;
  }

  List<Fields> posts() {
    return posts;
  }
}
