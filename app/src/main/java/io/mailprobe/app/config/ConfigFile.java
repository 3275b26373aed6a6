package io.mailprobe.app.config;

import io.mailprobe.app.config.bind.Document;
import io.mailprobe.app.config.bind.Place;
import io.mailprobe.app.config.bind.Problem;
import io.mailprobe.app.config.bind.Problems;
import io.mailprobe.app.config.bind.Surroundings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A configuration that was read from a file.
 *
 * @param config what it says
 * @param warnings what is odd about it
 */
public record ConfigFile(Config config, List<Problem> warnings) {

  /** Far more than a configuration of hundreds of routes has. */
  private static final int MAX_BYTES = 1_000_000;

  public ConfigFile {
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException if anything is wrong with it; all of it is told
   */
  public static ConfigFile read(Path file, Surroundings surroundings) throws ConfigException {
    Problems problems = new Problems();
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    Optional<Config> config =
        content(file, surroundings, problems)
            .flatMap(
                bytes -> Document.read(bytes, RootSection.SECTION, folder, surroundings, problems));
    return new ConfigFile(
        config.orElseThrow(() -> new ConfigException(file, problems.inOrder())),
        problems.inOrder());
  }

  /** What is in a file that a user wrote; empty, with the problem noted, if it cannot be had. */
  public static Optional<byte[]> content(Path file, Surroundings surroundings, Problems problems) {
    try {
      byte[] bytes = surroundings.read(file, MAX_BYTES + 1);
      if (bytes.length <= MAX_BYTES) {
        return Optional.of(bytes);
      }
      problems.error(Place.START, "", "the file is larger than 1 MB; is it a configuration?");
    } catch (NoSuchFileException e) {
      problems.error(Place.START, "", "there is no such file");
    } catch (AccessDeniedException e) {
      problems.error(Place.START, "", "the file cannot be read: permission denied");
    } catch (IOException e) {
      problems.error(Place.START, "", "the file cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }
}
