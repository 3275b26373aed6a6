package io.mailprobe.app.status;

import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How failing sessions are put into a sentence: their share, and the most frequent ways. */
final class FailureWords {

  private FailureWords() {}

  static Finding refused(List<SessionNote> sessions, String detail) {
    List<Way> ways = ways(sessions);
    boolean refusal = Words.isRefusal(ways.getFirst().outcome());
    String word = refusal ? "Refused: " : "Failing: ";
    return new Finding(
        refusal ? State.REFUSED : State.FAILING, word + shares(ways, sessions.size()), detail);
  }

  static Finding impaired(List<SessionNote> sessions, String detail) {
    return new Finding(
        State.IMPAIRED, "Mail is flowing, but " + shares(ways(sessions), sessions.size()), detail);
  }

  private static String shares(List<Way> ways, int sessions) {
    Way first = ways.getFirst();
    String sentence = Words.percent(first.count(), sessions) + " of sessions " + first.inWords();
    if (ways.size() == 1) {
      return sentence;
    }
    Way second = ways.get(1);
    return sentence + ", " + Words.percent(second.count(), sessions) + " " + second.inWords();
  }

  /** The ways in which sessions failed, the most frequent first, the newest first among equals. */
  private static List<Way> ways(List<SessionNote> sessions) {
    Map<List<Object>, Way> ways = new LinkedHashMap<>();
    for (SessionNote session : sessions.reversed()) {
      if (session.failed()) {
        Way way = new Way(session.outcome(), session.phase(), session.codes(), 1);
        ways.merge(List.of(way.outcome, way.phase, way.codes), way, Way::plus);
      }
    }
    return ways.values().stream().sorted(Comparator.comparingLong(Way::count).reversed()).toList();
  }

  private record Way(Outcome outcome, Phase phase, String codes, long count) {

    Way plus(Way other) {
      return new Way(outcome, phase, codes, count + other.count);
    }

    String inWords() {
      String where = codes.isEmpty() ? "" : codes + " ";
      return Words.failure(outcome) + " (" + where + "at " + phase.label() + ")";
    }
  }
}
