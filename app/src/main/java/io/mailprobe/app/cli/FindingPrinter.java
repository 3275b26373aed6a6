package io.mailprobe.app.cli;

import io.mailprobe.app.doctor.Finding;
import io.mailprobe.app.doctor.Standing;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes checks as they end, for people or for programs, and their number at the end. */
final class FindingPrinter {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final PrintWriter out;
  private final boolean json;
  private final Map<Standing, Integer> counts = new EnumMap<>(Standing.class);

  FindingPrinter(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void print(Finding finding) {
    counts.merge(finding.standing(), 1, Integer::sum);
    if (json) {
      out.println(object(finding));
    } else {
      text(finding);
    }
    out.flush();
  }

  private static String object(Finding finding) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("check", finding.check())
            .put("subject", finding.subject())
            .put("standing", finding.standing().label())
            .put("seen", finding.seen());
    ArrayNode remedies = node.putArray("remedies");
    finding.remedies().forEach(remedies::add);
    finding
        .because()
        .ifPresentOrElse(fault -> node.put("because", fault), () -> node.putNull("because"));
    return JSON.writeValueAsString(node);
  }

  private void text(Finding finding) {
    String standing = finding.standing() == Standing.FAULT ? "FAULT" : finding.standing().label();
    String seen =
        finding.because().map(fault -> "because of the fault: " + fault).orElseGet(finding::seen);
    out.printf("%-8s %s: %s%n", standing, plain(finding.title()), plain(seen));
    finding.remedies().forEach(step -> out.printf("         to do: %s%n", plain(step)));
  }

  void end() {
    if (json) {
      ObjectNode node = JSON.createObjectNode();
      for (Standing standing : Standing.values()) {
        node.put(standing.label(), count(standing));
      }
      out.println(JSON.writeValueAsString(node));
    } else {
      out.printf(
          "%n%s: %d ok, %d worth a look, %d skipped%n",
          count(Standing.FAULT) == 0
              ? "Nothing is broken"
              : count(Standing.FAULT) + (count(Standing.FAULT) == 1 ? " fault" : " faults"),
          count(Standing.OK),
          count(Standing.NOTE),
          count(Standing.SKIPPED));
    }
    out.flush();
  }

  private int count(Standing standing) {
    return counts.getOrDefault(standing, 0);
  }

  /** Without what would command a terminal. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
