package io.mailprobe.app.scenario;

import io.mailprobe.app.config.ConfigException;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.bind.Document;
import io.mailprobe.app.config.bind.Nearest;
import io.mailprobe.app.config.bind.Place;
import io.mailprobe.app.config.bind.Problems;
import io.mailprobe.app.config.bind.Surroundings;
import io.mailprobe.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds scenarios: those that ship with the product by their name, those of users by their file.
 */
public final class Scenarios {

  /** The one that the demo plays where no other is asked for. */
  public static final String DEMO = "demo";

  private static final String MANUAL = "docs/scenarios.md";

  private static final List<String> SHIPPED =
      List.of(
          "healthy",
          "EX1331830",
          "2023-10-451-4.7.500",
          "slow-burn",
          "one-forest",
          "one-front-end",
          "receiver-down",
          "token-expired",
          "clock-jump",
          "deferral-10",
          "deferral-50",
          "delay-90s",
          "duplicates",
          "false-recovery",
          DEMO);

  private final Surroundings surroundings;

  /** Scenarios of a machine; its files are read only when asked for. */
  public Scenarios(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The names of those that ship with the product. */
  public static List<String> names() {
    return SHIPPED;
  }

  /**
   * The scenario of this name, or in this file where that is no name of ours.
   *
   * @throws ConfigException if there is none, or anything is wrong with it; all of it is told
   */
  public Scenario find(String nameOrFile) throws ConfigException {
    if (SHIPPED.contains(nameOrFile)) {
      return shipped(nameOrFile);
    }
    if (nameOrFile.contains("/") || nameOrFile.matches("(?i).*\\.ya?ml")) {
      return read(Path.of(nameOrFile));
    }
    Problems problems = new Problems();
    problems.error(
        Place.START,
        "",
        "there is no scenario of that name; "
            + Nearest.to(nameOrFile, SHIPPED)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> "there are " + String.join(", ", SHIPPED))
            + " A file is named with a slash or with .yaml at its end");
    throw new ConfigException(Path.of(nameOrFile), problems.inOrder());
  }

  /**
   * One that ships with the product.
   *
   * @param name one of {@link #names}
   */
  public Scenario shipped(String name) {
    String file = name + ".yaml";
    try (InputStream resource = Scenarios.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalArgumentException("no scenario of ours: " + name);
      }
      return read(Path.of(file), resource.readAllBytes());
    } catch (IOException | ConfigException e) {
      throw new IllegalStateException("the program's own " + file + " cannot be used", e);
    }
  }

  /**
   * One in a file.
   *
   * @throws ConfigException if anything is wrong with it; all of it is told
   */
  public Scenario read(Path file) throws ConfigException {
    Problems problems = new Problems();
    Optional<byte[]> content = ConfigFile.content(file, surroundings, problems);
    if (content.isEmpty()) {
      throw new ConfigException(file, problems.inOrder());
    }
    return read(file, content.get());
  }

  private Scenario read(Path file, byte[] content) throws ConfigException {
    Problems problems = new Problems();
    Optional<Scenario> scenario =
        Document.read(
            content,
            new ScenarioSection().section(),
            MANUAL,
            Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file),
            surroundings,
            problems);
    return scenario.orElseThrow(() -> new ConfigException(file, problems.inOrder()));
  }
}
