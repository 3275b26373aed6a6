package io.mailprobe.app.status;

import io.mailprobe.prober.Path;
import io.mailprobe.protocol.classify.Party;
import java.util.List;
import java.util.Optional;

/**
 * Whom a route's trouble points at. The control path, which never passes Exchange Online, decides
 * between Exchange Online and our receiver wherever mail was taken and does not arrive.
 *
 * @param party whom it points at
 * @param evidence what that rests on, as a sentence
 */
public record Suspicion(Party party, String evidence) {

  /**
   * The verdict on one route by all of them; empty where nothing is wrong.
   *
   * @param deafTo the feeds that cannot be read: what arrived there is not known
   */
  static Optional<Suspicion> of(RouteStatus route, List<RouteStatus> all, List<String> deafTo) {
    List<RouteStatus> controls =
        all.stream()
            .filter(other -> other.account().route().path() == Path.CONTROL)
            .filter(
                other -> other.account().route().region().equals(route.account().route().region()))
            .toList();
    boolean isControl = route.account().route().path() == Path.CONTROL;
    return of(route.finding(), isControl, controls, deafTo);
  }

  private static Optional<Suspicion> of(
      Finding finding, boolean isControl, List<RouteStatus> controls, List<String> deafTo) {
    return switch (finding.state()) {
      case STARTING, FLOWING -> Optional.empty();
      case SILENT -> Optional.of(new Suspicion(Party.US, "This process begins no attempt."));
      case BLIND ->
          Optional.of(
              new Suspicion(
                  Party.RECEIVER,
                  "No receiver's feed can be read, so that nothing is known of the mail itself."));
      case REFUSED, FAILING, IMPAIRED ->
          Optional.of(isControl ? ofControl(finding) : ofFailures(finding, controls));
      case STOPPED, DELAYED, RECOVERING ->
          Optional.of(
              deafTo.isEmpty()
                  ? isControl ? ofControl(finding) : ofArrivals(controls)
                  : new Suspicion(
                      Party.RECEIVER,
                      "We are deaf to "
                          + String.join(", ", deafTo)
                          + ": what may have arrived there is not known here."));
    };
  }

  private static Suspicion ofControl(Finding finding) {
    return finding.party() == Party.US || finding.party() == Party.CREDENTIALS
        ? new Suspicion(finding.party(), "The failing sessions say so.")
        : new Suspicion(
            Party.RECEIVER,
            "On the control path there is nothing but our receiver and the way to it.");
  }

  private static Suspicion ofFailures(Finding finding, List<RouteStatus> controls) {
    return switch (finding.witness()) {
      case SESSIONS -> ofSessions(finding, controls);
      case REPORTS -> ofReports(finding, controls);
    };
  }

  /** Mail that came back was taken: between us and the server that took it there is no fault. */
  private static Suspicion ofReports(Finding finding, List<RouteStatus> controls) {
    if (finding.party() != Party.UNKNOWN) {
      return new Suspicion(finding.party(), "The delivery reports say so.");
    }
    return anyBad(controls)
        ? new Suspicion(Party.RECEIVER, "Mail comes back, and the control path fails too.")
        : new Suspicion(Party.UNKNOWN, "The delivery reports do not say; " + well(controls) + ".");
  }

  private static Suspicion ofSessions(Finding finding, List<RouteStatus> controls) {
    if (finding.party() != Party.UNKNOWN) {
      return new Suspicion(finding.party(), "The failing sessions say so.");
    }
    return anyBad(controls)
        ? new Suspicion(
            Party.US, "The control path fails too, so it is our network, or all of our end.")
        : new Suspicion(Party.UNKNOWN, "The failing sessions do not say; " + well(controls) + ".");
  }

  private static Suspicion ofArrivals(List<RouteStatus> controls) {
    if (anyBad(controls)) {
      return new Suspicion(
          Party.RECEIVER,
          "The control path, past Exchange Online, is in trouble too: what was accepted cannot get"
              + " through to our receiver.");
    }
    return anyWell(controls)
        ? new Suspicion(
            Party.EXCHANGE_ONLINE,
            "Accepted mail does not arrive in time, while the control path, past Exchange Online,"
                + " is well.")
        : new Suspicion(
            Party.UNKNOWN, "Accepted mail does not arrive in time, and " + well(controls) + ".");
  }

  private static String well(List<RouteStatus> controls) {
    return anyWell(controls)
        ? "the control path is well"
        : "no control path of this region tells whether our receiver is well";
  }

  private static boolean anyBad(List<RouteStatus> controls) {
    return controls.stream().map(control -> control.finding().state()).anyMatch(Suspicion::isBad);
  }

  /** Whether it shows that mail does not get to our receiver, and not only that we do not look. */
  private static boolean isBad(State state) {
    return switch (state) {
      case REFUSED, FAILING, STOPPED, DELAYED -> true;
      case STARTING, FLOWING, IMPAIRED, RECOVERING, SILENT, BLIND -> false;
    };
  }

  private static boolean anyWell(List<RouteStatus> controls) {
    return controls.stream().anyMatch(control -> control.finding().state() == State.FLOWING);
  }
}
