package io.mailprobe.app.doctor;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.protocol.classify.Classification;
import io.mailprobe.protocol.classify.Reason;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import java.util.List;
import java.util.Optional;

/** Says of a route's session what it means and what to do. */
record Judge(Blame blame) {

  /** What a session showed that went well, or did not. */
  Seen of(Way way, SessionReport report, String well) {
    if (report.outcome() == Outcome.ACCEPTED) {
      return Seen.ok(well + by(report));
    }
    Optional<Classification> found =
        report.reply().flatMap(reply -> blame.explain(reply, report.phase()));
    return found
        .map(
            refusal ->
                Seen.fault(words(report, refusal), TenantRemedies.of(refusal, way))
                    .of(cause(way, refusal)))
        .orElseGet(() -> Seen.fault(words(report), withoutReply(way, report)));
  }

  /** Whether a session was refused for what DNS says, or does not say, of the sender. */
  boolean isOfWhoWeAre(SessionReport report) {
    return report
        .reply()
        .flatMap(reply -> blame.explain(reply, report.phase()))
        .filter(found -> found.reason() == Reason.SENDER_UNAUTHENTICATED)
        .isPresent();
  }

  /** The same refusal of the same thing has the same cause. */
  static String cause(Way way, Classification refusal) {
    String of =
        switch (refusal.reason()) {
          case RECIPIENT_UNKNOWN, FORWARDING_BLOCKED -> way.route().to().toString();
          case SEND_AS_DENIED, DIRECT_SEND_REJECTED -> way.route().from();
          default ->
              way.configured().submit().credentials().throughMailbox().orElse("")
                  + " at "
                  + way.target();
        };
    return refusal.reason().label() + " of " + of;
  }

  static String words(SessionReport report) {
    return Words.plain(
        "%s in phase %s%s: %s"
            .formatted(
                report.outcome().label(), report.phase().label(), by(report), report.detail()));
  }

  private static String words(SessionReport report, Classification refusal) {
    String reply = report.reply().map(Object::toString).orElse(report.detail());
    return Words.plain(
            "%s in phase %s%s: %s"
                .formatted(report.outcome().label(), report.phase().label(), by(report), reply))
        + ": "
        + refusal.reason().meaning();
  }

  private static String by(SessionReport report) {
    return report
        .frontEnd()
        .map(
            server ->
                " by "
                    + server.name().map(name -> name + " ").orElse("")
                    + "["
                    + server.address()
                    + "]")
        .orElse("");
  }

  private static List<String> withoutReply(Way way, SessionReport report) {
    int port = way.target().port();
    String to = way.key("submit.to");
    return switch (report.outcome()) {
      case CONNECT_FAILED -> List.of(Remedies.closedOut(port, to));
      case TLS_FAILED ->
          List.of(
              "look for a middle box that strips STARTTLS or looks into TLS between here and the server",
              "or mend %s (its certificate must be for that name) or %s"
                  .formatted(to, way.key("submit.tls")));
      case CLOSED, TIMED_OUT, UNCERTAIN ->
          List.of(
              "try again, and compare other regions: servers that close or say nothing are in trouble, or shut this address out",
              "look for a firewall that takes the connection in the server's place");
      case TOKEN_FAILED, AUTH_FAILED -> List.of("mend " + way.key("submit.auth"));
      case DNS_FAILED -> List.of("mend " + to);
      case ACCEPTED, DEFERRED, REJECTED -> List.of();
    };
  }
}
