package io.mailprobe.testkit.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Exim: Debian's, unpacked and not installed, since it cannot be installed beside Postfix.
 * With a configuration, a queue and a log of its own, on a loopback port that was free. It takes
 * mail for one domain and relays all mail, its own reports too, to one next hop. It runs as a user
 * whom only its own mount namespace knows, so that only root can start it; others skip.
 */
public final class Exim implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Its user and group: a number that no Debian system gives to anybody. */
  private static final String USER_ID = "64999";

  private static final String RETRY_FOR_AN_HOUR = "F,1h,1s";

  private final Path folder;
  private final int port;
  private final Process daemon;

  private Exim(Path folder, int port, Process daemon) {
    this.folder = folder;
    this.port = port;
    this.daemon = daemon;
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param domain the domain it relays mail for
   * @param nextHop the loopback port that it relays to
   * @param settings further lines of its configuration's main section
   */
  public static Exim start(String domain, int nextHop, String... settings) throws IOException {
    return startWithRetries(domain, nextHop, RETRY_FOR_AN_HOUR, settings);
  }

  /**
   * Starts one that retries as told.
   *
   * @param retries a retry rule, such as {@code F,3s,1s}: for three seconds, every second
   */
  public static Exim startWithRetries(
      String domain, int nextHop, String retries, String... settings) throws IOException {
    return start(
        Ports.free(),
        (folder, port) ->
            EximFiles.configuration(folder, port, domain, nextHop, retries, settings));
  }

  /**
   * Starts one that takes mail from those it knows.
   *
   * @param smarthost whom, and where else than on its port
   */
  public static Exim start(String domain, int nextHop, EximSmarthost smarthost) throws IOException {
    return start(
        Ports.free(), (folder, port) -> smarthost.configuration(folder, port, domain, nextHop));
  }

  /** What it is told, in its folder, for its port. */
  @FunctionalInterface
  private interface Configuration {
    List<String> in(Path folder, int port) throws IOException;
  }

  private static Exim start(int port, Configuration configuration) throws IOException {
    Path program = unpacked();
    String unshare = Command.require("unshare");
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can start Exim");
    Path folder = Files.createTempDirectory("mailprobe-exim");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(
        Files.copy(program, folder.resolve("exim4")), PosixFilePermissions.fromString("rwxr-xr-x"));
    withUser(Path.of("/etc/passwd"), folder, "Debian-exim:x:64999:64999::/:/bin/false");
    withUser(Path.of("/etc/group"), folder, "Debian-exim:x:64999:");
    Files.write(folder.resolve("exim.conf"), configuration.in(folder, port));
    Process daemon =
        new ProcessBuilder(unshare, "--mount", "sh", "-c", EximFiles.start(folder, USER_ID))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("start.txt").toFile())
            .start();
    Exim started = new Exim(folder, port, daemon);
    try {
      Waiting.until("Exim answers", PATIENCE, () -> Ports.answers(port));
    } catch (AssertionError e) {
      AssertionError withLog = new AssertionError(e.getMessage() + "\n" + started.log(), e);
      started.close();
      throw withLog;
    }
    return started;
  }

  /** Where the tests' script has unpacked it. */
  private static Path unpacked() {
    Path caches =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(folder -> !folder.isEmpty())
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache"));
    Path program = caches.resolve("mailprobe-tests/exim4/usr/sbin/exim4");
    Assumptions.assumeTrue(
        Files.exists(program), "Exim is not unpacked: scripts/test-packages.sh does that");
    return program;
  }

  /** A copy of a file of users with one more. */
  private static void withUser(Path known, Path folder, String user) throws IOException {
    Path copy = folder.resolve(known.getFileName());
    Files.copy(known, copy);
    Files.write(copy, List.of(user), StandardOpenOption.APPEND);
  }

  /** The loopback port on which it takes mail. */
  public int port() {
    return port;
  }

  /** What it has logged so far. */
  public String log() throws IOException {
    Path log = folder.resolve("log/mainlog");
    return Files.readString(Files.exists(log) ? log : folder.resolve("start.txt"));
  }

  /** Stops its processes, and no others, and takes its folder away. */
  @Override
  public void close() throws IOException {
    try {
      Leftovers.end(daemon, PATIENCE);
    } finally {
      Leftovers.delete(folder);
    }
  }
}
