package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.testkit.peers.Command;
import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.peers.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The systemd unit: read by systemd's own tool, and its command line run as it stands, from another
 * place, by a user without rights for whom only the state folder can be written.
 */
@Timeout(120)
class SystemdUnitIT {

  private static final Path UNIT = Path.of("../deploy/systemd/mailprobe.service");
  private static final Path PACKAGE = Path.of("target/mailprobe").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NOBODY = "65534";

  /** A mount space of its own, read-only but for the first argument; then the rest as nobody. */
  private static final String CONFINED =
      """
      set -e
      umask "$2"
      mount --make-rprivate /
      mount -o remount,bind,ro /
      mount --bind "$1" "$1"
      mount -o remount,bind,rw "$1"
      shift 2
      exec setpriv --reuid %1$s --regid %1$s --clear-groups --no-new-privs \\
        --bounding-set -all --inh-caps -all "$@"
      """
          .formatted(NOBODY);

  @TempDir private Path folder;

  @Test
  void systemdUnderstandsEveryLine() throws IOException {
    Path copy =
        Files.writeString(
            folder.resolve("mailprobe.service"),
            Files.readString(UNIT).replace("/opt/java/bin/java", "/bin/true"));
    Command verify =
        Command.run(PATIENCE, Command.require("systemd-analyze"), "verify", copy.toString());
    assertThat(verify.output()).as("unknown keys are told of, and no failure").isEmpty();
    assertThat(verify.status()).isZero();
  }

  @Test
  void theCommandLineRunsWithoutRightsAndWithNothingToWriteButItsState() throws Exception {
    Assumptions.assumeTrue(
        Command.run(PATIENCE, "unshare", "--mount", "true").status() == 0,
        "SKIPPED: no mount space of our own to be had here");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    copyPackage();
    Path state = Files.createDirectory(folder.resolve("state"));
    Command.run(PATIENCE, "chown", NOBODY + ":" + NOBODY, state.toString());
    int port = Ports.free();
    Path file =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            region: emea
            prober: emea-1
            keys: [{id: k1, secret: "a secret for tests, long enough"}]
            store: sqlite:%s
            http: {listen: "127.0.0.1:%d"}
            receiver: {listen: "127.0.0.1:%d", hostname: mx.example.net, domains: [example.net]}
            routes:
              - {name: control, path: control, every: 1s, to: example.net, submit: {to: "127.0.0.1:%d", tls: none}}
            """
                .formatted(state, port, Ports.free(), Ports.free()));
    try (Program program =
        Program.launch(folder, "127.0.0.1:" + port, command(state, file)).awaitReady()) {
      String status = Files.readString(Path.of("/proc/" + program.pid() + "/status"));
      assertThat(status).contains("NoNewPrivs:\t1", "CapEff:\t0000000000000000", "\t" + NOBODY);
      try (Stream<Path> written = Files.list(state)) {
        assertThat(written.map(Path::getFileName).map(Path::toString))
            .contains("ledger.db", "journal.db");
      }
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(state.resolve("ledger.db"))))
          .isEqualTo("rw-------");
      assertThat(program.terminate())
          .as("SIGTERM is an end as it should be")
          .isIn(0, Integer.parseInt(only("SuccessExitStatus")));
    }

    Files.writeString(file, "region: emea\nnonsense: true\n");
    try (Program program = Program.launch(folder, "127.0.0.1:" + port, command(state, file))) {
      assertThat(program.awaitExit())
          .as("a wrong configuration is not tried again")
          .isEqualTo(Integer.parseInt(only("RestartPreventExitStatus")));
    }
  }

  /** What the program keeps where its configuration names no store is kept by the unit. */
  @Test
  void theStateFolderIsWhereTheStoreIs() throws IOException {
    String manual = Files.readString(Path.of("../docs/configuration.md"));
    assertThat(manual).contains(" | sqlite:/var/lib/" + only("StateDirectory") + " | where ledger");
  }

  private void copyPackage() throws IOException {
    Command copy =
        Command.run(
            PATIENCE, "cp", "-r", PACKAGE.toString(), folder.resolve("mailprobe").toString());
    assertThat(copy.status()).as(copy.output()).isZero();
  }

  private List<String> command(Path state, Path file) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare", "--mount", "sh", "-c", CONFINED, "sh", state.toString(), only("UMask")));
    Map<String, String> places =
        Map.of(
            "/opt/java/bin/java", System.getProperty("java.home") + "/bin/java",
            "/opt/mailprobe/", folder.resolve("mailprobe") + "/",
            "/etc/mailprobe/config.yaml", file.toString());
    for (String word : only("ExecStart").split(" ", -1)) {
      String placed = word;
      for (Map.Entry<String, String> place : places.entrySet()) {
        placed = placed.replace(place.getKey(), place.getValue());
      }
      command.add(placed);
    }
    return command;
  }

  /** The value of a key that stands once. */
  private static String only(String key) throws IOException {
    List<String> values =
        Files.readAllLines(UNIT).stream()
            .filter(line -> line.startsWith(key + "="))
            .map(line -> line.substring(key.length() + 1))
            .toList();
    assertThat(values).as(key).hasSize(1);
    return values.getFirst();
  }
}
