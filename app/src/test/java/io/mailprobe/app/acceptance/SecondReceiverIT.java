package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.acceptance.Answers.Numbers;
import io.mailprobe.app.acceptance.Answers.Probe;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.Unbound;
import io.mailprobe.testkit.peers.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two receivers behind one domain, by the preference of their MX records, as {@code
 * docs/regions.md} says: the second takes over while the first is down, and each probe counts once.
 */
@Timeout(180)
class SecondReceiverIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int EACH = 10;

  @TempDir private Path folder;
  private final int smtpPort = Ports.free();
  private final Host first = new Host("mx1", "127.0.1.41", Ports.free());
  private final Host second = new Host("mx2", "127.0.1.42", Ports.free());
  private final Host prober = new Host("emea-1", "", Ports.free());

  private record Host(String name, String address, int httpPort) {}

  @Test
  void theSecondTakesOverAndEachProbeCountsOnce() throws Exception {
    try (Unbound names =
            Unbound.start(
                Files.createDirectory(folder.resolve("names")),
                """
                probe MX 10 mx1
                probe MX 20 mx2
                mx1 A 127.0.1.41
                mx2 A 127.0.1.42
                """);
        Program near = receive(second)) {
      Program preferred = receive(first);
      try (Program probing = probe(names)) {
        awaitArrivals(preferred, EACH);
        assertThat(arrivals(near)).as("while the first answers").isEmpty();

        preferred.kill();
        preferred.close();
        awaitArrivals(near, EACH);

        preferred = receive(first);
        int before = arrivals(preferred).size();
        awaitArrivals(preferred, before + EACH);
        Set<String> accepted = accepted(probing);
        Waiting.until(
            "all that was accepted is delivered",
            PATIENCE,
            () -> delivered(probing).containsAll(accepted));
        Numbers numbers = Answers.numbers(probing); // Checks the law.
        assertThat(numbers.duplicates()).isZero();
        assertThat(numbers.verdicts()).containsEntry("lost", 0L).containsEntry("rejected", 0L);

        List<String> atFirst = arrivals(preferred);
        List<String> atSecond = arrivals(near);
        assertThat(atFirst).doesNotHaveDuplicates().doesNotContainAnyElementsOf(atSecond);
        assertThat(atSecond).doesNotHaveDuplicates();
        Set<String> both = new HashSet<>(atFirst);
        both.addAll(atSecond);
        assertThat(both).containsAll(accepted);
      } finally {
        preferred.close();
      }
    }
  }

  private Program receive(Host host) throws IOException {
    return start(
        host,
        """
        receiver:
          listen: "%s:%d"
          hostname: %s.mail.test
          domains: [probe.mail.test]
        """
            .formatted(host.address(), smtpPort, host.name()));
  }

  private Program probe(Unbound names) throws IOException {
    return start(
        prober,
        """
        dns: {servers: ["127.0.0.1:%d"]}
        feeds:
          - {url: "http://127.0.0.1:%d"}
          - {url: "http://127.0.0.1:%d"}
        routes:
          - name: control
            path: control
            every: 250ms
            to: probe.mail.test
            submit: {to: "mx:probe.mail.test:%d", tls: none}
        """
            .formatted(names.address().getPort(), first.httpPort(), second.httpPort(), smtpPort));
  }

  private Program start(Host host, String own) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve(host.name() + ".yaml"),
            """
            region: emea
            prober: %s
            keys: [{id: k1, secret: "a secret for tests, long enough"}]
            store: sqlite:%s
            http: {listen: "127.0.0.1:%d"}
            """
                    .formatted(host.name(), folder.resolve(host.name()), host.httpPort())
                + own);
    return Program.start(folder, host.httpPort(), "run", file.toString()).awaitReady();
  }

  private static void awaitArrivals(Program receiver, int count) {
    Waiting.until(count + " arrivals", PATIENCE, () -> arrivals(receiver).size() >= count);
  }

  private static List<String> arrivals(Program receiver) throws IOException {
    return Answers.arrivals(receiver, "emea-1").stream()
        .map(Arrival::probe)
        .map(Object::toString)
        .toList();
  }

  private static Set<String> accepted(Program probing) throws IOException {
    return Answers.probes(probing).stream()
        .filter(probe -> probe.accepted().isPresent())
        .map(Probe::id)
        .collect(Collectors.toSet());
  }

  private static Set<String> delivered(Program probing) throws IOException {
    return Answers.probes(probing).stream()
        .filter(probe -> probe.arrived().isPresent())
        .map(Probe::id)
        .collect(Collectors.toSet());
  }
}
