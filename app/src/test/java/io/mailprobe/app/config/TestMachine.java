package io.mailprobe.app.config;

import io.mailprobe.app.config.bind.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A machine with only the files and variables that a test puts there. */
public final class TestMachine implements Surroundings {

  private static final Path CONFIG = Path.of("/etc/mailprobe/config.yaml");

  private final Map<Path, byte[]> files = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();

  /** With a file. */
  public TestMachine file(String path, String content) {
    files.put(Path.of(path), content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  TestMachine variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Reads a configuration that lies in {@code /etc/mailprobe}. */
  ConfigFile read(String content) throws ConfigException {
    return read(content.getBytes(StandardCharsets.UTF_8));
  }

  ConfigFile read(byte[] content) throws ConfigException {
    files.put(CONFIG, content);
    return ConfigFile.read(CONFIG, this);
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  @Override
  public byte[] read(Path file, int atMost) throws IOException {
    byte[] content = files.get(file);
    if (content == null) {
      throw new NoSuchFileException(file.toString());
    }
    return Arrays.copyOf(content, Math.min(content.length, atMost));
  }

  @Override
  public String hostName() {
    return "mail host.example.net";
  }
}
