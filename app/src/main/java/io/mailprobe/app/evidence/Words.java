package io.mailprobe.app.evidence;

import io.mailprobe.app.evidence.ArrivalView.HopView;
import io.mailprobe.app.evidence.AttemptView.FrontEndView;
import io.mailprobe.app.evidence.AttemptView.SessionView;
import io.mailprobe.protocol.classify.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Facts of the evidence in words. */
final class Words {

  private Words() {}

  static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f s", seconds);
  }

  /** For what is measured that well. */
  static String micros(double seconds) {
    return String.format(Locale.ROOT, "%.6f s", seconds);
  }

  static String between(Instant from, Instant to) {
    return seconds(Json.seconds(Duration.between(from, to)));
  }

  /** What became of the probe; of one in flight, what it waits for. */
  static String verdict(ProbeEvidence evidence) {
    ProbeView probe = evidence.probe();
    if (probe.verdict().isPresent()) {
      String late =
          probe.verdict().get().equals("delivered") || probe.arrived().isEmpty()
              ? ""
              : ", and arrived after that (recovered)";
      return probe.verdict().get() + late;
    }
    String age = "in flight, " + between(probe.scheduled(), evidence.now()) + " old";
    return age
        + probe
            .nextAttempt()
            .map(at -> ", next attempt at " + at)
            .orElse(probe.accepted().isPresent() ? ", waits for its arrival" : "");
  }

  static String ended(SessionView session) {
    return "%s in phase %s after %s"
        .formatted(session.outcome(), session.phase(), seconds(session.seconds()));
  }

  static String server(FrontEndView server) {
    return server.name().map(name -> name + " ").orElse("")
        + "["
        + server.address()
        + "]:"
        + server.port()
        + server.forest().map(forest -> ", forest " + forest).orElse("");
  }

  static String party(String label) {
    return Stream.of(Party.values())
        .filter(party -> party.label().equals(label))
        .map(Party::words)
        .findFirst()
        .orElse(label);
  }

  static String rule(CauseView cause) {
    return cause.rule().map(rule -> " (rule " + rule + ")").orElse(" (no rule matches)");
  }

  /**
   * @param fromEnd counts from 1, the last: the last two are our receiver
   */
  static String hop(HopView hop, int fromEnd) {
    String server =
        switch (fromEnd) {
          case 1 -> "our receiver at the final dot";
          case 2 -> "our receiver at MAIL";
          default -> hop.by().orElse("a server that does not say its name");
        };
    return joined(
            List.of(
                Optional.of(server),
                hop.at().map(Object::toString).or(() -> Optional.of("no readable date")),
                hop.protocol().map(with -> "with " + with),
                hop.id().map(id -> "id " + id),
                Optional.of("negative: clocks disagree").filter(_ -> hop.negative())))
        .orElse(server);
  }

  /** Those that are there, or nothing. */
  static Optional<String> joined(List<Optional<String>> parts) {
    String all = parts.stream().flatMap(Optional::stream).collect(Collectors.joining(" · "));
    return Optional.of(all).filter(each -> !each.isEmpty());
  }
}
