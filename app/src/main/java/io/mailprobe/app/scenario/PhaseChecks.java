package io.mailprobe.app.scenario;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Nearest;
import io.mailprobe.app.scenario.FaultKind.Strikes;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.topology.MailPath;
import io.mailprobe.simulator.topology.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must hold within one phase, and between two of them. Tells all that does not. */
final class PhaseChecks {

  private final Fields phase;
  private final Optional<Fields> scopeFields;
  private final List<Fields> faults;
  private final Landscape landscape;
  private final ScopeText scope;
  private final Set<Place> doors;
  private Optional<Span> span = Optional.empty();

  /** From when to when a phase lasts, from the start of the scenario. */
  private record Span(Duration begin, Duration end) {
    boolean overlaps(Span other) {
      return begin.compareTo(other.end) < 0 && other.begin.compareTo(end) < 0;
    }
  }

  PhaseChecks(Draft.PhaseDraft draft, Landscape landscape) {
    this.phase = draft.fields();
    this.scopeFields = draft.scope();
    this.faults = draft.faults();
    this.landscape = landscape;
    this.scope = scopeFields.map(ScopeSection::text).orElse(ScopeText.EVERYWHERE);
    this.doors = landscape.within(scope);
  }

  private String name() {
    return phase.find(PhaseSection.NAME).orElse("this phase");
  }

  /** The phase begins and ends within the scenario, and its ramp is no longer than itself. */
  void checkTimes(Instant start, Duration length) {
    if (phase.has(PhaseSection.FOR) && phase.has(PhaseSection.UNTIL)) {
      phase.error(PhaseSection.UNTIL.name(), "stands beside for; give one of them");
      return;
    }
    Optional<When> from = phase.find(PhaseSection.FROM);
    boolean known =
        (!phase.has(PhaseSection.FOR) || phase.find(PhaseSection.FOR).isPresent())
            && (!phase.has(PhaseSection.UNTIL) || phase.find(PhaseSection.UNTIL).isPresent());
    if (from.isEmpty() || !known) {
      return; // Which has been told.
    }
    Duration begin = from.get().after(start);
    if (!ScenarioChecks.checkWithin(phase, PhaseSection.FROM, begin, length)) {
      return;
    }
    Duration end =
        PhaseText.end(
            from.get(),
            phase.find(PhaseSection.FOR),
            phase.find(PhaseSection.UNTIL),
            start,
            length);
    if (end.compareTo(begin) <= 0) {
      String key = phase.has(PhaseSection.UNTIL) ? PhaseSection.UNTIL.name() : "from";
      phase.error(key, "the phase is over before it begins; let until be later than from");
      return;
    }
    if (end.compareTo(length) > 0) {
      phase.error(
          phase.has(PhaseSection.UNTIL) ? PhaseSection.UNTIL.name() : PhaseSection.FOR.name(),
          "the phase lasts until "
              + Durations.print(end)
              + " after the start, but the scenario is over after "
              + Durations.print(length)
              + "; end it before, or make length longer");
    }
    Optional<Duration> ramp = phase.find(PhaseSection.RAMP);
    Duration lasts = end.minus(begin);
    if (ramp.isPresent() && ramp.get().compareTo(lasts) > 0) {
      phase.error(
          PhaseSection.RAMP.name(),
          "is longer than the phase, which lasts " + Durations.print(lasts) + "; make it shorter");
    }
    span = Optional.of(new Span(begin, end));
  }

  /** Its scope names what there is, each once, and something is in all that it names. */
  void checkScope() {
    if (scopeFields.isEmpty()) {
      return;
    }
    Fields fields = scopeFields.get();
    boolean regions =
        checkNames(fields, ScopeSection.REGION, landscape.regions(), landscape.named());
    boolean forests =
        checkNames(fields, ScopeSection.FOREST, landscape.forests(), landscape.whole());
    boolean frontEnds =
        checkNames(fields, ScopeSection.FRONT_END, landscape.frontEnds(), landscape.whole());
    boolean known = regions && forests && frontEnds;
    if (known && landscape.whole() && doors.isEmpty()) {
      fields.error("", "nobody is meant: no front end is in all that this names; drop one of them");
    }
  }

  private static boolean checkNames(
      Fields fields, Key<List<String>> key, Collection<String> known, boolean allKnown) {
    List<String> names = fields.find(key).orElse(List.of());
    Set<String> seen = new HashSet<>();
    boolean all = true;
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String path = key.name() + "[" + i + "]";
      if (!seen.add(name)) {
        fields.error(path, name + " stands here twice; once is enough");
      }
      if (!known.contains(name)) {
        all = false;
        if (allKnown) {
          String advice =
              Nearest.to(name, known)
                  .map(near -> "did you mean " + near + "?")
                  .orElseGet(() -> "there are " + String.join(", ", known));
          fields.error(
              path, "there is no " + key.name().replace('_', ' ') + " " + name + "; " + advice);
        }
      }
    }
    return all;
  }

  /** Its faults can strike in its scope, grow only where there is time to, and stand there once. */
  void checkFaults() {
    for (int i = 0; i < faults.size(); i++) {
      Fields fault = faults.get(i);
      Optional<FaultKind> kind = fault.find(FaultSection.FAULT);
      kind.ifPresent(known -> checkReach(known, fault));
      for (Key<?> grows : FaultSection.GROWING) {
        if (fault.has(grows) && !phase.has(PhaseSection.RAMP)) {
          fault.error(grows.name(), "needs a ramp, which the phase does not have");
        }
      }
      for (int j = 0; j < i; j++) {
        if (kind.isPresent() && FaultSection.same(fault, faults.get(j))) {
          fault.error(
              FaultSection.FAULT.name(),
              "stands in this phase already; add the share to that of the other");
        }
      }
    }
  }

  private void checkReach(FaultKind kind, Fields fault) {
    boolean narrow =
        !scope.forests().isEmpty() || !scope.frontEnds().isEmpty() || scope.path().isPresent();
    if (kind.strikes() == Strikes.WORLD && narrow) {
      fault.error(
          FaultSection.FAULT.name(),
          kind.written()
              + " strikes whole regions; scope it by region alone, in a phase of its own");
    }
    if (kind.strikes() == Strikes.SERVERS && scope.path().isPresent()) {
      fault.error(
          FaultSection.FAULT.name(),
          kind.written() + " strikes servers, which take mail of both paths; drop path from scope");
    }
    if (kind == FaultKind.RECEIVER_DOWN && !scope.regions().isEmpty()) {
      fault.error(
          FaultSection.FAULT.name(),
          "there is one receiver for all regions; give receiver-down no scope");
    }
    Optional<MailPath> path = fault.find(FaultSection.PATH);
    if (path.isPresent() && scope.path().isPresent() && !path.equals(scope.path())) {
      fault.error(
          FaultSection.PATH.name(), "the scope is of the other path; drop it in one of the places");
    } else if (fault.find(FaultSection.AT).equals(Optional.of(Phase.AUTH))
        && path.or(scope::path).equals(Optional.of(MailPath.INBOUND))) {
      fault.error(
          FaultSection.AT.name(), "nobody logs in on path inbound; let the path be outbound");
    }
  }

  /** What goes wrong in it is not on already, for the same front ends by another phase. */
  void checkAgainst(PhaseChecks other) {
    boolean meet =
        span.isPresent() && other.span.isPresent() && span.get().overlaps(other.span.get());
    Set<Place> shared = new HashSet<>(doors);
    shared.retainAll(other.doors);
    if (!meet || shared.isEmpty()) {
      return;
    }
    for (Fields fault : faults) {
      if (other.faults.stream().anyMatch(each -> FaultSection.alike(fault, each))) {
        fault.error(
            FaultSection.FAULT.name(),
            "is on already in "
                + Landscape.regionsOf(shared)
                + ", by phase \""
                + other.name()
                + "\", until "
                + Durations.print(other.span.get().end())
                + " after the start; end that one before, or scope them apart");
      }
    }
  }
}
