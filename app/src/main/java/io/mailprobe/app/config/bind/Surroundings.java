package io.mailprobe.app.config.bind;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a configuration may ask of the machine that it is read on. */
public interface Surroundings {

  /** An environment variable. */
  Optional<String> variable(String name);

  /**
   * The first bytes of a file, all of them if there are no more than that.
   *
   * @throws IOException if it cannot be read, or is a folder
   */
  byte[] read(Path file, int atMost) throws IOException;

  /** What the machine is called. */
  String hostName();
}
