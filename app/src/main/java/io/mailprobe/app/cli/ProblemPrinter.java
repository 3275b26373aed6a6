package io.mailprobe.app.cli;

import io.mailprobe.app.config.ConfigException;
import io.mailprobe.app.config.bind.Problem;
import io.mailprobe.app.config.bind.Problem.Severity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what is wrong with a configuration, for people or for programs. */
final class ProblemPrinter {

  private static final JsonMapper JSON = JsonMapper.shared();

  private ProblemPrinter() {}

  /** One line for each problem, then their number. */
  static void print(ConfigException fault, PrintWriter to) {
    print(fault.file(), fault.problems(), to);
    long errors =
        fault.problems().stream().filter(each -> each.severity() == Severity.ERROR).count();
    to.println(fault.file() + ": " + errors + (errors == 1 ? " error" : " errors"));
  }

  /** One line for each problem. */
  static void print(Path file, List<Problem> problems, PrintWriter to) {
    problems.forEach(problem -> to.println(problem.describe(file.toString())));
  }

  /** A JSON object with the file, whether it can be used, and all problems. */
  static String json(Path file, boolean usable, List<Problem> problems) {
    ObjectNode root = JSON.createObjectNode();
    root.put("file", file.toString()).put("usable", usable);
    ArrayNode list = root.putArray("problems");
    for (Problem problem : problems) {
      list.addObject()
          .put("line", problem.place().line())
          .put("column", problem.place().column())
          .put("severity", problem.severity().label())
          .put("key", problem.key())
          .put("message", problem.message());
    }
    return JSON.writeValueAsString(root);
  }
}
