package io.mailprobe.app.report;

import io.mailprobe.protocol.session.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A route or a canary with its past.
 *
 * @param region where it is probed from
 * @param name its name there
 * @param control whether its sessions never reach Exchange Online
 * @param probes its probes; empty of a canary
 * @param sessions its sessions
 */
record Way(
    String region, String name, boolean control, Optional<ProbePast> probes, SessionPast sessions) {

  /** Its times of trouble: by its probes, or of a canary by its sessions. */
  List<Trouble> troubles(long end, long quiet) {
    return Trouble.in(probes.map(ProbePast::course).orElseGet(sessions::course), end, quiet);
  }

  /** A count for each outcome under its name. */
  static Map<String, Integer> byLabel(Map<Outcome, Integer> outcomes) {
    Map<String, Integer> labels = new LinkedHashMap<>();
    outcomes.forEach((outcome, count) -> labels.put(outcome.label(), count));
    return labels;
  }

  static int sum(Map<?, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
