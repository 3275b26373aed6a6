package io.mailprobe.app.config;

import io.mailprobe.app.config.bind.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The machine and the process that this code runs in. */
public final class Machine implements Surroundings {

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name));
  }

  @Override
  public byte[] read(Path file, int atMost) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder, not a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(atMost);
    }
  }

  @Override
  public String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
