package io.mailprobe.app.monitoring;

import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.bind.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads a configuration as it would be read in a container that has some secrets mounted. */
final class InContainer {

  private InContainer() {}

  /**
   * @param secrets what lies in {@code /run/secrets}, by name; nothing else does
   */
  static ConfigFile load(Path file, String hostName, Map<String, String> secrets) throws Exception {
    return load(file, hostName, secrets, Map.of());
  }

  /** The same with these variables in its environment. */
  static ConfigFile load(
      Path file, String hostName, Map<String, String> secrets, Map<String, String> environment)
      throws Exception {
    return ConfigFile.read(
        file,
        new Surroundings() {
          @Override
          public Optional<String> variable(String name) {
            return Optional.ofNullable(environment.get(name));
          }

          @Override
          public byte[] read(Path path, int atMost) throws IOException {
            if (path.startsWith("/run/secrets")) {
              String secret = secrets.get(path.getFileName().toString());
              if (secret == null) {
                throw new NoSuchFileException(path.toString());
              }
              return secret.getBytes(StandardCharsets.UTF_8);
            }
            return Files.readAllBytes(path);
          }

          @Override
          public String hostName() {
            return hostName;
          }
        });
  }
}
