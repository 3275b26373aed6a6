package io.mailprobe.app.evidence;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.blame.Cause;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.account.ProbeHistory.Attempt;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TlsSession;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One attempt of a probe, with all that its session showed. */
record AttemptView(int number, Instant started, Optional<SessionView> session) {

  static AttemptView of(Attempt attempt, Path path, Blame blame) {
    return new AttemptView(
        attempt.number(),
        attempt.started(),
        attempt.report().map(report -> SessionView.of(report, blame.of(path, report))));
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
