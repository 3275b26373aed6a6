package io.mailprobe.app.http;

import io.mailprobe.app.evidence.CauseView;
import io.mailprobe.app.evidence.Json;
import io.mailprobe.app.status.CanaryStatus;
import io.mailprobe.app.status.FrontEndStatus;
import io.mailprobe.prober.canary.Canary;
import io.mailprobe.prober.canary.FrontEndView;
import io.mailprobe.protocol.session.SessionReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a canary sees, in {@code /api/v1/status}. */
record CanaryStatusView(
    String region,
    String canary,
    String path,
    String target,
    double everySeconds,
    String depth,
    String state,
    String severity,
    String title,
    String sentence,
    String detail,
    Optional<StatusView.SuspicionView> suspicion,
    List<ForestView> forests,
    List<OneFrontEnd> frontEnds,
    int leftOut) {

  static CanaryStatusView of(CanaryStatus status) {
    Canary canary = status.canary();
    return new CanaryStatusView(
        canary.region(),
        canary.name(),
        canary.path().label(),
        canary.delivery().target().toString(),
        Json.seconds(canary.every()),
        canary.depth().last().label(),
        status.state().label(),
        status.state().severity().label(),
        status.state().title(),
        status.sentence(),
        status.detail(),
        status.suspicion().map(StatusView.SuspicionView::of),
        status.forests().stream().map(ForestView::of).toList(),
        status.frontEnds().stream().map(OneFrontEnd::of).toList(),
        status.leftOut());
  }

  /** The front ends of one forest. */
  record ForestView(Optional<String> forest, long visited, long refusing) {

    static ForestView of(CanaryStatus.ForestShare share) {
      return new ForestView(share.forest(), share.visited(), share.refusing());
    }
  }

  /** One front end and its latest session. */
  record OneFrontEnd(
      String endpoint,
      String name,
      Optional<String> forest,
      boolean listed,
      boolean refusing,
      String sentence,
      Optional<String> outcome,
      Optional<String> phase,
      Instant since,
      Optional<Instant> last,
      Optional<String> text,
      List<PhaseView> phases,
      Optional<CauseView> cause) {

    static OneFrontEnd of(FrontEndStatus status) {
      FrontEndView view = status.view();
      Optional<SessionReport> latest = view.latest();
      return new OneFrontEnd(
          view.endpoint(),
          view.name(),
          view.forest(),
          view.listed(),
          status.refusing(),
          status.sentence(),
          latest.map(session -> session.outcome().label()),
          latest.map(session -> session.phase().label()),
          view.since(),
          latest.map(SessionReport::started),
          latest.map(session -> session.reply().map(Object::toString).orElseGet(session::detail)),
          phases(latest),
          status.cause().map(CauseView::of));
    }

    private static List<PhaseView> phases(Optional<SessionReport> session) {
      return session.stream()
          .flatMap(each -> each.phases().stream())
          .map(timing -> new PhaseView(timing.phase().label(), Json.seconds(timing.duration())))
          .toList();
    }
  }

  /** How long one phase of the latest session took. */
  record PhaseView(String phase, double seconds) {}
}
