package io.mailprobe.app.status;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.status.CanaryStatus.ForestShare;
import io.mailprobe.prober.canary.CanaryView;
import io.mailprobe.protocol.classify.Party;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says how a canary's front ends do. Bad is only what half of them or more show in at least three
 * sessions in a row, of one or of several.
 */
final class CanaryJudge {

  private static final int WITNESSES = 3;

  private final CanaryView view;
  private final List<FrontEndStatus> frontEnds;
  private final List<FrontEndStatus> visited;
  private final List<FrontEndStatus> failing;

  private CanaryJudge(CanaryView view, Blame blame) {
    this.view = view;
    frontEnds =
        view.frontEnds().stream()
            .map(each -> FrontEndStatus.of(view.canary(), each, blame))
            .sorted(
                Comparator.comparing(FrontEndStatus::failed)
                    .reversed()
                    .thenComparing(each -> each.view().endpoint()))
            .toList();
    visited = frontEnds.stream().filter(FrontEndStatus::counts).toList();
    failing = visited.stream().filter(FrontEndStatus::failed).toList();
  }

  static CanaryStatus judge(CanaryView view, Blame blame) {
    return new CanaryJudge(view, blame).status();
  }

  private CanaryStatus status() {
    CanaryState state = state();
    return new CanaryStatus(
        view.canary(),
        state,
        sentence(state),
        detail(),
        suspicion(),
        frontEnds,
        forests(),
        view.leftOut());
  }

  private CanaryState state() {
    if (visited.isEmpty()) {
      boolean none = frontEnds.stream().noneMatch(each -> each.view().listed());
      return none && !view.trouble().isEmpty() ? CanaryState.UNFOUND : CanaryState.STARTING;
    }
    if (failing.isEmpty()) {
      return CanaryState.ANSWERING;
    }
    long inARow = failing.stream().mapToLong(each -> each.view().failedInARow()).sum();
    if (failing.size() * 2 < visited.size() || inARow < WITNESSES) {
      return CanaryState.IMPAIRED;
    }
    long refusing = failing.stream().filter(FrontEndStatus::refusing).count();
    return refusing * 2 >= failing.size() ? CanaryState.REFUSED : CanaryState.FAILING;
  }

  private String sentence(CanaryState state) {
    return switch (state) {
      case STARTING -> "No front end has been visited yet";
      case UNFOUND -> "No front end found: " + String.join("; ", view.trouble());
      case ANSWERING ->
          visited.size() == 1 ? "The front end answers" : "All " + visited.size() + " answer";
      case IMPAIRED, REFUSED, FAILING -> failures();
    };
  }

  /** The two most frequent ways, and how many more there are. */
  private String failures() {
    Map<String, Integer> ways = new LinkedHashMap<>();
    failing.forEach(
        each ->
            each.view()
                .latest()
                .map(FrontEndStatus::way)
                .ifPresent(way -> ways.merge(way, 1, Integer::sum)));
    List<Map.Entry<String, Integer>> sorted =
        ways.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .toList();
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, Integer> each : sorted.subList(0, Math.min(2, sorted.size()))) {
      String of = parts.isEmpty() ? " of " + visited.size() + " front ends " : " ";
      parts.add(each.getValue() + of + each.getKey());
    }
    int others = sorted.stream().skip(2).mapToInt(Map.Entry::getValue).sum();
    if (others > 0) {
      parts.add(others + " failed otherwise");
    }
    return String.join(", ", parts);
  }

  private String detail() {
    List<String> parts = new ArrayList<>();
    if (!visited.isEmpty() && !view.trouble().isEmpty()) {
      parts.add("The latest look-up: " + String.join("; ", view.trouble()) + ".");
    }
    if (view.leftOut() > 0) {
      parts.add(
          view.leftOut() == 1
              ? "1 address is not visited."
              : view.leftOut() + " addresses are not visited.");
    }
    return String.join(" ", parts);
  }

  private Optional<Suspicion> suspicion() {
    if (visited.isEmpty()) {
      return state() == CanaryState.UNFOUND
          ? Optional.of(new Suspicion(Party.US, "Its name leads nowhere from here."))
          : Optional.empty();
    }
    if (failing.isEmpty()) {
      return Optional.empty();
    }
    Map<Party, Long> parties = new EnumMap<>(Party.class);
    failing.forEach(each -> parties.merge(each.party(), 1L, Long::sum));
    Party most = Collections.max(parties.entrySet(), Map.Entry.comparingByValue()).getKey();
    return Optional.of(new Suspicion(most, evidence(most, parties.getOrDefault(most, 0L))));
  }

  private String evidence(Party party, long count) {
    String share = count + " of " + failing.size() + " that fail";
    if (party != Party.UNKNOWN) {
      return "The sessions of " + share + " say so.";
    }
    return failing.size() == visited.size()
        ? "No front end goes along, and their sessions do not say why: look whether other regions"
            + " see the same, or the way out of this one is at fault."
        : "The sessions of " + share + " do not say; others go along.";
  }

  private List<ForestShare> forests() {
    Map<String, List<FrontEndStatus>> groups = new TreeMap<>();
    visited.forEach(
        each ->
            groups
                .computeIfAbsent(each.view().forest().orElse(""), _ -> new ArrayList<>())
                .add(each));
    return groups.entrySet().stream()
        .map(group -> share(group.getKey(), group.getValue()))
        .sorted(Comparator.comparingLong(ForestShare::refusing).reversed())
        .toList();
  }

  private static ForestShare share(String forest, Collection<FrontEndStatus> all) {
    return new ForestShare(
        Optional.of(forest).filter(name -> !name.isEmpty()),
        all.size(),
        all.stream().filter(FrontEndStatus::refusing).count());
  }
}
