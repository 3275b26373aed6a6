package io.mailprobe.app.evidence;

import io.mailprobe.app.evidence.AttemptView.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What happened to a probe, in the order in which it did. */
final class Timeline {

  private static final List<String> FAILURES = List.of("failed", "expired");

  /**
   * One thing that happened.
   *
   * @param at when; empty for what is only known to be later than all else
   */
  record Happening(Optional<Instant> at, String what) {
    Happening(Instant at, String what) {
      this(Optional.of(at), what);
    }
  }

  private Timeline() {}

  static List<Happening> of(ProbeEvidence evidence) {
    List<Happening> all = new ArrayList<>();
    all.add(new Happening(evidence.probe().scheduled(), "tick: the probe was due"));
    evidence.attempts().forEach(attempt -> add(all, attempt));
    evidence.reports().forEach(report -> all.add(happening(report)));
    for (int i = 0; i < evidence.arrivals().size(); i++) {
      all.add(happening(evidence.arrivals().get(i), i > 0));
    }
    all.add(end(evidence));
    // Sorting is stable: what has the same instant stays in the order of cause and effect.
    all.sort(Comparator.comparing(each -> each.at().orElse(Instant.MAX)));
    return all;
  }

  private static void add(List<Happening> all, AttemptView attempt) {
    String name = "attempt " + attempt.number();
    Optional<SessionView> ended = attempt.session();
    all.add(
        new Happening(
            attempt.started(),
            name
                + ended
                    .map(session -> " to " + session.target() + ": " + Words.ended(session))
                    .orElse(": under way, or cut off when the process ended")));
    ended.ifPresent(
        session -> {
          session
              .accepted()
              .ifPresent(at -> all.add(new Happening(at, name + " accepted" + said(session))));
          if (session.accepted().isEmpty()) {
            all.add(new Happening(end(session), name + " " + session.outcome() + said(session)));
          }
        });
  }

  private static String said(SessionView session) {
    return Words.joined(List.of(session.frontEnd().map(Words::server), session.reply()))
        .map(words -> ": " + words)
        .orElse("");
  }

  private static Instant end(SessionView session) {
    return session.started().plus(Duration.ofNanos(Math.round(session.seconds() * 1e9)));
  }

  private static Happening happening(ReportView report) {
    return new Happening(
        report.arrived(),
        "report: "
            + Words.joined(
                    List.of(
                        Optional.of(report.action()),
                        report.status(),
                        report.reportingMta().map(mta -> "by " + mta),
                        report.diagnostic()))
                .orElse(report.action()));
  }

  private static Happening happening(ArrivalView arrival, boolean again) {
    return new Happening(
        arrival.arrived(),
        (again ? "arrived again (duplicate)" : "arrived")
            + " from %s [%s]".formatted(arrival.helo(), arrival.peer())
            + arrival.attempt().map(number -> ", the message of attempt " + number).orElse(""));
  }

  /** The verdict, at the instant of what decided it where that is known; or that there is none. */
  private static Happening end(ProbeEvidence evidence) {
    ProbeView probe = evidence.probe();
    if (probe.verdict().isEmpty()) {
      return new Happening(evidence.now(), "now: " + Words.verdict(evidence));
    }
    String verdict = probe.verdict().get();
    Optional<Instant> decided =
        switch (verdict) {
          case "delivered" -> probe.arrived();
          case "bounced" ->
              evidence.reports().stream()
                  .filter(report -> FAILURES.contains(report.action()))
                  .map(ReportView::arrived)
                  .findFirst();
          case "rejected", "abandoned" ->
              evidence.attempts().stream()
                  .flatMap(attempt -> attempt.session().stream())
                  .map(Timeline::end)
                  .max(Comparator.naturalOrder());
          default -> Optional.empty();
        };
    return new Happening(decided, "verdict: " + Words.verdict(evidence));
  }
}
