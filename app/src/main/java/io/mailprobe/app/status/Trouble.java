package io.mailprobe.app.status;

import io.mailprobe.app.blame.Cause;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions that failed in the same way at the same front end.
 *
 * @param outcome how they ended
 * @param phase where that was decided
 * @param codes code and enhanced code of the reply, as in {@code 421 4.3.2}; empty where none came
 * @param frontEnd the server's name, else its address and port; empty where none answered
 * @param forest the forest that its name tells
 * @param count how many sessions
 * @param last when the newest ended
 * @param text the newest one's reply, else what was seen
 * @param cause why, and whom it points at
 */
public record Trouble(
    Outcome outcome,
    Phase phase,
    String codes,
    Optional<String> frontEnd,
    Optional<String> forest,
    long count,
    Instant last,
    String text,
    Cause cause) {

  /** The failed ones of these sessions, grouped; the largest group first. */
  static List<Trouble> of(List<SessionNote> sessions) {
    Map<List<Object>, Trouble> groups = new LinkedHashMap<>();
    for (SessionNote session : sessions) {
      if (session.failed()) {
        Trouble one = of(session);
        List<Object> key =
            List.of(one.outcome, one.phase, one.codes, one.frontEnd, one.cause.reasonLabel());
        groups.merge(key, one, Trouble::plus);
      }
    }
    return groups.values().stream()
        .sorted(Comparator.comparingLong(Trouble::count).thenComparing(Trouble::last).reversed())
        .toList();
  }

  private static Trouble of(SessionNote session) {
    return new Trouble(
        session.outcome(),
        session.phase(),
        session.codes(),
        session.frontEnd().map(server -> server.name().orElse(server.endpoint())),
        session.frontEnd().flatMap(FrontEnd::forest),
        1,
        session.at(),
        session.reply().map(Object::toString).orElse(session.detail()),
        session.cause().orElse(new Cause(Party.UNKNOWN, Optional.empty())));
  }

  private Trouble plus(Trouble newer) {
    return new Trouble(
        outcome,
        phase,
        codes,
        frontEnd,
        forest,
        count + newer.count,
        newer.last,
        newer.text,
        newer.cause);
  }
}
