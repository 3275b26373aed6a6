package io.mailprobe.app.report;

import io.mailprobe.app.blame.Cause;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The sessions that failed, by what failed where; and the deferrals of each forest over time. */
final class Refusals {

  /** More front ends than this are one: names are what strangers say. */
  private static final int MOST_KINDS = 5_000;

  private static final int MOST_FORESTS = 200;
  private static final int LISTED = 60;
  private static final String OTHERS = "others";
  private static final String UNKNOWN = "unknown";

  /** What distinguishes one row from another. */
  private record Kind(
      String region,
      Outcome outcome,
      String phase,
      Optional<Integer> code,
      Optional<String> enhanced,
      String reason,
      Party party,
      String forest,
      String frontEnd) {

    Kind ofOthers() {
      return new Kind(region, outcome, phase, code, enhanced, reason, party, OTHERS, OTHERS);
    }
  }

  private static final class Tally {
    private int sessions;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private String text = "";

    void add(Instant at, String said) {
      sessions++;
      if (at.isBefore(first) || (at.equals(first) && said.compareTo(text) < 0)) {
        first = at;
        text = said;
      }
      if (at.isAfter(last)) {
        last = at;
      }
    }
  }

  /** The sessions of a forest: all of them, and in each bucket those that were deferred. */
  private static final class ForestTally {
    private final int[] deferred;
    private int sessions;
    private int deferrals;

    ForestTally(Grid grid) {
      deferred = new int[grid.size()];
    }
  }

  private final Grid grid;
  private final Map<Kind, Tally> kinds = new HashMap<>();
  private final Map<String, ForestTally> forests = new TreeMap<>();

  Refusals(Grid grid) {
    this.grid = grid;
  }

  /** Takes in a session that began within the time. */
  void add(String region, SessionReport report, Optional<Cause> cause) {
    String forest = report.frontEnd().flatMap(FrontEnd::forest).orElse(UNKNOWN);
    ForestTally tally = forest(forest);
    tally.sessions++;
    if (report.outcome() == Outcome.ACCEPTED) {
      return;
    }
    if (report.outcome() == Outcome.DEFERRED) {
      tally.deferred[Math.clamp(grid.index(Grid.micros(report.started())), 0, grid.size() - 1)]++;
      tally.deferrals++;
    }
    Kind kind =
        new Kind(
            region,
            report.outcome(),
            report.phase().label(),
            report.reply().map(SmtpReply::code),
            report.reply().flatMap(SmtpReply::enhanced).map(Object::toString),
            cause.map(Cause::reasonLabel).orElse("none"),
            cause.map(Cause::party).orElse(Party.UNKNOWN),
            forest,
            report.frontEnd().map(SessionPast::nameOf).orElse(UNKNOWN));
    Kind counted = kinds.size() < MOST_KINDS || kinds.containsKey(kind) ? kind : kind.ofOthers();
    kinds
        .computeIfAbsent(counted, _ -> new Tally())
        .add(
            Text.cut(report.started()),
            Text.line(report.reply().map(SmtpReply::toString).orElse(report.detail())));
  }

  private ForestTally forest(String name) {
    String counted = forests.size() < MOST_FORESTS || forests.containsKey(name) ? name : OTHERS;
    return forests.computeIfAbsent(counted, _ -> new ForestTally(grid));
  }

  /** The commonest first. */
  Report.Refusals rows() {
    List<Report.Refusal> rows = new ArrayList<>();
    kinds.forEach(
        (kind, tally) ->
            rows.add(
                new Report.Refusal(
                    kind.region(),
                    kind.outcome().label(),
                    kind.phase(),
                    kind.code(),
                    kind.enhanced(),
                    kind.reason(),
                    kind.party().label(),
                    kind.forest(),
                    kind.frontEnd(),
                    tally.sessions,
                    tally.first,
                    tally.last,
                    tally.text)));
    rows.sort(
        Comparator.comparingInt(Report.Refusal::sessions)
            .reversed()
            .thenComparing(Report.Refusal::first)
            .thenComparing(Report.Refusal::toString));
    List<Report.Refusal> shown = rows.subList(0, Math.min(rows.size(), LISTED));
    List<Report.Refusal> rest = rows.subList(shown.size(), rows.size());
    return new Report.Refusals(
        List.copyOf(shown), rest.size(), rest.stream().mapToInt(Report.Refusal::sessions).sum());
  }

  /** Every forest, the one with the most deferrals first. */
  List<Report.Forest> forests() {
    List<Report.Forest> all = new ArrayList<>();
    forests.forEach(
        (name, tally) ->
            all.add(
                new Report.Forest(
                    name,
                    tally.sessions,
                    tally.deferrals,
                    Text.share(tally.deferrals, tally.sessions),
                    IntStream.of(tally.deferred).boxed().toList())));
    all.sort(
        Comparator.comparingInt(Report.Forest::deferred)
            .reversed()
            .thenComparing(Report.Forest::forest));
    return all;
  }
}
