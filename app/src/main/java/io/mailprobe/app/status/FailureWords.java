package io.mailprobe.app.status;

import io.mailprobe.protocol.classify.Classification;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How failing sessions are put into a sentence: their share, the most frequent ways, and whom they
 * point at. What is at our own end is never told as an outage.
 */
final class FailureWords {

  private FailureWords() {}

  static Finding refused(List<SessionNote> sessions, String detail) {
    List<Way> ways = ways(sessions);
    boolean refusal =
        Words.isRefusal(ways.getFirst().outcome()) && !ways.getFirst().party().isOurs();
    return new Finding(
        refusal ? State.REFUSED : State.FAILING,
        (refusal ? "Refused: " : "Failing: ") + sentence(ways, sessions.size()),
        explained(ways.getFirst(), detail),
        ways.getFirst().party());
  }

  static Finding impaired(List<SessionNote> sessions, String detail) {
    List<Way> ways = ways(sessions);
    return new Finding(
        State.IMPAIRED,
        "Mail is flowing, but " + sentence(ways, sessions.size()),
        explained(ways.getFirst(), detail),
        ways.getFirst().party());
  }

  private static String sentence(List<Way> ways, int sessions) {
    Way first = ways.getFirst();
    String shares = Words.percent(first.count(), sessions) + " of sessions " + first.inWords();
    if (ways.size() > 1) {
      Way second = ways.get(1);
      shares += ", " + Words.percent(second.count(), sessions) + " " + second.inWords();
    }
    return shares;
  }

  /** What the most frequent way means and, where it is up to us, what to do. */
  private static String explained(Way way, String detail) {
    boolean ours = way.party().isOurs();
    String told = ours ? "Not Exchange Online: it points at " + way.party().words() + ". " : "";
    String meaning =
        way.meaning().map(found -> Words.sentence(found.reason().meaning()) + " ").orElse("");
    String advice = ours ? way.meaning().map(found -> found.advice() + ". ").orElse("") : "";
    return told + meaning + advice + detail;
  }

  /** The ways in which sessions failed, the most frequent first, the newest first among equals. */
  private static List<Way> ways(List<SessionNote> sessions) {
    Map<List<Object>, Way> ways = new LinkedHashMap<>();
    for (SessionNote session : sessions.reversed()) {
      if (session.failed()) {
        Way way =
            new Way(
                session.outcome(),
                session.phase(),
                session.codes(),
                session.party(),
                session
                    .cause()
                    .flatMap(cause -> cause.classification())
                    .filter(found -> found.rule().isPresent()),
                1);
        ways.merge(List.of(way.outcome, way.phase, way.codes, way.party), way, Way::plus);
      }
    }
    return ways.values().stream().sorted(Comparator.comparingLong(Way::count).reversed()).toList();
  }

  private record Way(
      Outcome outcome,
      Phase phase,
      String codes,
      Party party,
      Optional<Classification> meaning,
      long count) {

    Way plus(Way other) {
      return new Way(outcome, phase, codes, party, meaning, count + other.count);
    }

    String inWords() {
      String where = codes.isEmpty() ? "" : codes + " ";
      String whose = party.isOurs() && !tellsWhose() ? ", by " + party.words() : "";
      return Words.failure(outcome) + " (" + where + "at " + phase.label() + ")" + whose;
    }

    /** Whether the outcome says already that it is at our end. */
    private boolean tellsWhose() {
      return switch (outcome) {
        case DNS_FAILED, AUTH_FAILED, TOKEN_FAILED -> true;
        case ACCEPTED,
            DEFERRED,
            REJECTED,
            CLOSED,
            TIMED_OUT,
            CONNECT_FAILED,
            TLS_FAILED,
            UNCERTAIN ->
            false;
      };
    }
  }
}
