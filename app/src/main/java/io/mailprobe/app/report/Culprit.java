package io.mailprobe.app.report;

import io.mailprobe.protocol.classify.Party;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom a time of trouble pointed at, by the table of docs/blame.md: what failing sessions say where
 * they are what is wrong, and the control path where mail was taken and did not arrive.
 *
 * @param party whom
 * @param evidence what that rests on, as a sentence
 */
record Culprit(Party party, String evidence) {

  /** How the control paths of the region did meanwhile. */
  private enum Control {
    NONE,
    WELL,
    TROUBLED
  }

  static Culprit of(Trouble trouble, List<Way> ways, List<Way> controls, List<Trouble> ofControls) {
    ProbeCounts probes = new ProbeCounts();
    Map<Party, Integer> parties = new EnumMap<>(Party.class);
    int failed = 0;
    for (Way way : ways) {
      way.probes().ifPresent(past -> probes.add(past.counts(trouble::holds)));
      for (Map.Entry<Party, Integer> each : way.sessions().parties(trouble::holds).entrySet()) {
        parties.merge(each.getKey(), each.getValue(), Integer::sum);
        failed += each.getValue();
      }
    }
    Control control =
        controls.isEmpty()
            ? Control.NONE
            : ofControls.stream().anyMatch(trouble::overlaps) ? Control.TROUBLED : Control.WELL;
    return failed >= probes.lateThoughTaken()
        ? bySessions(parties, failed, control)
        : byArrivals(probes, control);
  }

  private static Culprit bySessions(Map<Party, Integer> parties, int failed, Control control) {
    Optional<Map.Entry<Party, Integer>> most =
        parties.entrySet().stream()
            .filter(each -> each.getKey() != Party.UNKNOWN)
            .max(Map.Entry.comparingByValue());
    if (most.isPresent() && most.get().getValue() * 2 >= failed) {
      return new Culprit(
          most.get().getKey(),
          "%s of %s failed sessions say so, by their replies or by how they ended"
              .formatted(Words.count(most.get().getValue()), Words.count(failed)));
    }
    return switch (control) {
      case TROUBLED ->
          new Culprit(
              Party.US,
              "the failed sessions do not say, and the control path failed too: it is our network,"
                  + " or all of our end");
      case WELL ->
          new Culprit(Party.UNKNOWN, "the failed sessions do not say; the control path was well");
      case NONE ->
          new Culprit(
              Party.UNKNOWN, "the failed sessions do not say, and no control path was probed");
    };
  }

  private static Culprit byArrivals(ProbeCounts probes, Control control) {
    String taken =
        "%s probes were taken at once and arrived late or never"
            .formatted(Words.count(probes.lateThoughTaken()));
    if (probes.receiverCaused() * 2 > probes.lateThoughTaken()) {
      return new Culprit(
          Party.RECEIVER,
          "%s; while %s were on their way our receiver could not take mail"
              .formatted(taken, Words.count(probes.receiverCaused())));
    }
    return switch (control) {
      case TROUBLED ->
          new Culprit(
              Party.RECEIVER, taken + ", and the control path, past Exchange Online, failed too");
      case WELL ->
          new Culprit(
              Party.EXCHANGE_ONLINE,
              taken + ", while the control path, past Exchange Online, was well");
      case NONE -> new Culprit(Party.UNKNOWN, taken + ", and no control path was probed");
    };
  }
}
