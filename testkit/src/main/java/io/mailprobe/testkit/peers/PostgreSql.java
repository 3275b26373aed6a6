package io.mailprobe.testkit.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PostgreSQL server: Debian's, with data and log in a folder of its own, on a loopback port
 * that was free. It does not run as root: where root starts it, it runs as the user {@code
 * postgres}. It has one database and one user, who may make schemas in it and shows a password.
 */
public final class PostgreSql implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NAME = "mailprobe";
  private static final String PASSWORD = "s3cret&100%";
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Path programs;
  private final Path folder;
  private final int port;
  private final List<String> settings;
  private Process server;

  private PostgreSql(Path programs, Path folder, int port, List<String> settings)
      throws IOException {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
    this.settings = settings;
    this.server = launch();
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param settings further settings, such as {@code max_connections=10}
   */
  public static PostgreSql start(String... settings) throws IOException {
    Path programs = programs();
    Path folder = Files.createTempDirectory("mailprobe-postgresql");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path own = Files.createDirectory(folder.resolve("own"));
    if (ROOT) {
      Files.setOwner(
          own,
          own.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
    }
    PostgreSql started = null;
    try {
      run(
          programs.resolve("initdb").toString(),
          "--pgdata=" + own.resolve("data"),
          "--username=postgres",
          "--auth-local=trust",
          "--auth-host=scram-sha-256",
          "--encoding=UTF8",
          "--locale=C",
          "--no-sync");
      started = new PostgreSql(programs, folder, Ports.free(), List.of(settings));
      started.awaitAnswer();
      started.query("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(NAME, PASSWORD));
      started.query("CREATE DATABASE %s OWNER %s".formatted(NAME, NAME));
      return started;
    } catch (IOException | AssertionError e) {
      if (started != null) {
        started.close();
      }
      throw e;
    }
  }

  /** Debian keeps the programs of each version apart, outside of the usual folders. */
  private static Path programs() throws IOException {
    Optional<Path> found = Command.find("initdb");
    Path versions = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(versions)) {
      try (Stream<Path> all = Files.list(versions)) {
        found =
            all.map(version -> version.resolve("bin/initdb"))
                .filter(Files::isExecutable)
                .max(Comparator.naturalOrder());
      }
    }
    Assumptions.assumeTrue(
        found.isPresent(), "PostgreSQL is not installed: scripts/test-packages.sh installs it");
    Path initdb = found.orElseThrow();
    return Optional.ofNullable(initdb.getParent()).orElse(initdb);
  }

  private Process launch() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                programs.resolve("postgres").toString(),
                "-D",
                own().resolve("data").toString(),
                "-p",
                Integer.toString(port)));
    List<String> all =
        new ArrayList<>(
            List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=" + own(),
                // What was committed outlives the server's death, though not the machine's.
                "fsync=off",
                "shared_buffers=32MB"));
    all.addAll(settings);
    all.forEach(setting -> command.addAll(List.of("-c", setting)));
    return new ProcessBuilder(asOwner(command))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  /** What belongs to the user that it runs as. */
  private Path own() {
    return folder.resolve("own");
  }

  private Path log() {
    return folder.resolve("server.log");
  }

  private static List<String> asOwner(List<String> command) {
    if (!ROOT) {
      return command;
    }
    List<String> all =
        new ArrayList<>(
            List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
    all.addAll(command);
    return all;
  }

  private void awaitAnswer() throws IOException {
    try {
      Waiting.until(
          "PostgreSQL answers", PATIENCE, () -> query("SELECT 1", "postgres").equals("1"));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + Files.readString(log()), e);
    }
  }

  /** The URL of its database, without user and password. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
  }

  /** The loopback port that it listens on. */
  public int port() {
    return port;
  }

  /** Who may log in. */
  public String user() {
    return NAME;
  }

  /** What that user shows. */
  public String password() {
    return PASSWORD;
  }

  /** Has its administrator run a statement in the database; what it prints. */
  public String query(String sql) throws IOException {
    return query(sql, sql.startsWith("CREATE ") ? "postgres" : NAME);
  }

  private String query(String sql, String database) throws IOException {
    return run(
            programs.resolve("psql").toString(),
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
            "--host=" + own(),
            "--port=" + port,
            "--username=postgres",
            "--dbname=" + database,
            "--command=" + sql)
        .strip();
  }

  /** Cuts all connections to the database, as an administrator or a firewall does. */
  public void cutConnections() throws IOException {
    query(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '"
            + NAME
            + "' AND pid <> pg_backend_pid()");
  }

  /** Lets it die without warning. */
  public void crash() {
    // Its other processes would see that it is gone, but may take one more commit before they do.
    List<ProcessHandle> others = server.descendants().toList();
    server.destroyForcibly();
    others.forEach(ProcessHandle::destroyForcibly);
    end();
    others.forEach(other -> await(other.onExit()));
  }

  /** Starts it again after {@link #crash}, and waits until it answers. */
  public void restart() throws IOException {
    Path pid = own().resolve("data").resolve("postmaster.pid");
    Waiting.until(
        "the one before is gone",
        PATIENCE,
        () -> {
          if (!server.isAlive()) {
            server = launch();
          }
          return query("SELECT 1", "postgres").equals("1") && Files.exists(pid);
        });
  }

  private static void await(CompletableFuture<?> exit) {
    var _ = exit.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private void end() {
    await(server.onExit());
  }

  private static String run(String... command) throws IOException {
    Command done = Command.run(PATIENCE, asOwner(List.of(command)).toArray(String[]::new));
    if (done.status() != 0) {
      throw new IOException(String.join(" ", command) + ": " + done.output());
    }
    return done.output();
  }

  /** Stops it, and takes its folder away. */
  @Override
  public void close() throws IOException {
    server.descendants().forEach(ProcessHandle::destroyForcibly);
    crash();
    Leftovers.delete(folder);
  }
}
