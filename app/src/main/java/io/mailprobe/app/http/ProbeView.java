package io.mailprobe.app.http;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.blame.Cause;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.account.ProbeHistory.Attempt;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TlsSession;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A probe as a line of {@code /api/v1/probes}. */
record ProbeView(
    String id,
    String region,
    String route,
    Instant scheduled,
    int attempts,
    Optional<String> lastOutcome,
    Optional<String> lastPhase,
    Optional<String> lastReply,
    Optional<String> lastFrontEnd,
    Optional<Instant> accepted,
    Optional<Instant> nextAttempt,
    Optional<Instant> arrived,
    Optional<Double> latencySeconds,
    Optional<String> verdict,
    Optional<String> lastReport,
    Optional<Instant> retryUntil,
    boolean receiverCaused) {

  static ProbeView of(ProbeRecord probe) {
    return new ProbeView(
        probe.id().toString(),
        probe.region(),
        probe.route(),
        probe.scheduled(),
        probe.attempts(),
        probe.lastOutcome().map(Outcome::label),
        probe.lastPhase().map(Phase::label),
        probe.lastReply(),
        probe.lastFrontEnd(),
        probe.accepted(),
        probe.nextAttempt(),
        probe.arrived(),
        probe.latency().map(Json::seconds),
        probe.verdict().map(Verdict::label),
        probe.lastReport().map(Action::label),
        probe.retryUntil(),
        probe.receiverCaused());
  }

  /** {@code /api/v1/probes}. */
  record Page(Instant now, List<ProbeView> probes) {}

  /** {@code /api/v1/probes/{id}}: all the evidence of one probe. */
  record History(
      Instant now,
      ProbeView probe,
      List<AttemptView> attempts,
      List<ArrivalView> arrivals,
      List<ReportView> reports) {

    static History of(Instant now, ProbeHistory history, Path path, Blame blame) {
      return new History(
          now,
          ProbeView.of(history.record()),
          history.attempts().stream().map(attempt -> AttemptView.of(attempt, path, blame)).toList(),
          history.arrivals().stream().map(ArrivalView::of).toList(),
          history.reports().stream()
              .map(report -> ReportView.of(report, blame.of(report.notice())))
              .toList());
    }
  }

  /** One attempt. */
  record AttemptView(int number, Instant started, Optional<SessionView> session) {

    static AttemptView of(Attempt attempt, Path path, Blame blame) {
      return new AttemptView(
          attempt.number(),
          attempt.started(),
          attempt.report().map(report -> SessionView.of(report, blame.of(path, report))));
    }
  }

  /** What an attempt's session showed. */
  record SessionView(
      String target,
      Instant started,
      double seconds,
      String outcome,
      String phase,
      Optional<String> reply,
      Optional<Instant> accepted,
      String detail,
      Optional<CauseView> cause,
      Optional<FrontEndView> frontEnd,
      Optional<TlsView> tls,
      List<PhaseView> phases,
      List<LineView> transcript) {

    static SessionView of(SessionReport report, Optional<Cause> cause) {
      return new SessionView(
          report.target(),
          report.started(),
          Json.seconds(report.duration()),
          report.outcome().label(),
          report.phase().label(),
          report.reply().map(Object::toString),
          report.accepted(),
          report.detail(),
          cause.map(CauseView::of),
          report.frontEnd().map(FrontEndView::of),
          report.tls().map(TlsView::of),
          report.phases().stream()
              .map(
                  timing ->
                      new PhaseView(
                          timing.phase().label(),
                          Json.seconds(timing.duration()),
                          timing.reply().map(Object::toString)))
              .toList(),
          report.transcript().stream()
              .map(
                  line ->
                      new LineView(
                          Json.seconds(line.at()),
                          line.from().name().toLowerCase(Locale.ROOT),
                          line.text()))
              .toList());
    }
  }

  /** The server that answered. */
  record FrontEndView(String address, int port, Optional<String> name, Optional<String> forest) {

    static FrontEndView of(FrontEnd server) {
      return new FrontEndView(server.address(), server.port(), server.name(), server.forest());
    }
  }

  /** The TLS under a session. */
  record TlsView(String version, String cipher, Optional<Instant> certificateNotAfter) {

    static TlsView of(TlsSession tls) {
      return new TlsView(tls.version(), tls.cipher(), tls.certificateNotAfter());
    }
  }

  /** How long a phase took, and what ended it. */
  record PhaseView(String phase, double seconds, Optional<String> reply) {}

  /** One line of a dialogue; {@code from} is client, server or note. */
  record LineView(double at, String from, String text) {}
}
