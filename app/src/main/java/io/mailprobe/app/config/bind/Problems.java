package io.mailprobe.app.config.bind;

import io.mailprobe.app.config.bind.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Gathers what is wrong, so that all of it is told at once. */
public final class Problems {

  private final List<Problem> found = new ArrayList<>();
  private int errors;

  /** Notes an error. */
  public void error(Place place, String key, String message) {
    add(new Problem(Severity.ERROR, place, key, message, Optional.empty()));
  }

  /** Notes something that is odd, but does not keep the configuration from being used. */
  public void warning(Place place, String key, String message) {
    add(new Problem(Severity.WARNING, place, key, message, Optional.empty()));
  }

  void add(Problem problem) {
    found.add(problem);
    if (problem.severity() == Severity.ERROR) {
      errors++;
    }
  }

  /** How many errors there are so far. */
  public int errors() {
    return errors;
  }

  /** All that was found, in the order of the file. */
  public List<Problem> inOrder() {
    return found.stream().sorted(Comparator.comparing(Problem::place)).toList();
  }
}
