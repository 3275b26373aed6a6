package io.mailprobe.app.scenario;

import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.topology.MailPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whom a phase's faults may strike, as its file gives it. What is not told, narrows nothing.
 *
 * @param share the usual share of the phase's faults
 */
record ScopeText(
    List<String> regions,
    List<String> forests,
    List<String> frontEnds,
    Optional<MailPath> path,
    double share) {

  /** Everybody. */
  static final ScopeText EVERYWHERE =
      new ScopeText(List.of(), List.of(), List.of(), Optional.empty(), 1);

  /** The same as faults are told it. */
  Scope scope() {
    List<Scope> all = new ArrayList<>();
    add(all, regions, Scope::region);
    add(all, forests, Scope.InForest::new);
    add(all, frontEnds, Scope::frontEnd);
    path.ifPresent(one -> all.add(new Scope.OnPath(one)));
    return switch (all.size()) {
      case 0 -> Scope.everywhere();
      case 1 -> all.getFirst();
      default -> new Scope.Both(all);
    };
  }

  private static void add(List<Scope> all, List<String> names, Function<String, Scope> kind) {
    if (names.size() == 1) {
      all.add(kind.apply(names.getFirst()));
    } else if (!names.isEmpty()) {
      all.add(new Scope.Either(names.stream().map(kind).toList()));
    }
  }
}
