package io.mailprobe.app.config;

import io.mailprobe.app.config.bind.Problem;
import java.nio.file.Path;
import java.util.List;

/** A configuration cannot be used. Holds all that is wrong with it, in the order of the file. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Path file;
  private final transient List<Problem> problems;

  /** For a file with these problems. */
  public ConfigException(Path file, List<Problem> problems) {
    super(file + " cannot be used");
    this.file = file;
    this.problems = List.copyOf(problems);
  }

  /** The file, as it was named. */
  public Path file() {
    return file;
  }

  /** All that is wrong with it; at least one of them is an error. */
  public List<Problem> problems() {
    return problems;
  }
}
