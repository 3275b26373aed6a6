package io.mailprobe.app.acceptance;

import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.peers.PostgreSql;
import io.mailprobe.testkit.peers.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One process of Mailprobe: its folder, ports and configuration, which outlive its runs. */
final class Site {

  static final String DOMAIN = "probe.example.net";

  private final Path folder;
  private final Path store;
  private final int httpPort = Ports.free();
  private final int smtpPort = Ports.free();
  private final StringBuilder configuration = new StringBuilder();

  /** A site with its store in its folder. */
  Site(Path folder, String prober) throws IOException {
    this(folder, prober, folder.resolve(prober + "-store"));
  }

  Site(Path folder, String prober, Path store) throws IOException {
    this(folder, prober, store, "store: sqlite:" + store);
  }

  private Site(Path folder, String prober, Path store, String keys) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.store = store;
    configuration.append(
        """
        region: emea
        prober: %s
        keys:
          - {id: k1, secret: "a secret for tests, long enough"}
        %s
        http: {listen: "127.0.0.1:%d"}
        """
            .formatted(prober, keys, httpPort));
  }

  /** A site with its store on a server. */
  static Site on(PostgreSql server, Path folder, String prober) throws IOException {
    String keys =
        "store: \"%s\"\ndatabase: {user: %s, password: \"%s\"}"
            .formatted(server.url(), server.user(), server.password());
    return new Site(folder, prober, folder, keys);
  }

  /** Lets it receive. */
  Site receiving() {
    configuration.append(
        """
        receiver:
          listen: "127.0.0.1:%d"
          hostname: mx.%s
          domains: [%s]
        """
            .formatted(smtpPort, DOMAIN, DOMAIN));
    return this;
  }

  /** Lets it read the arrivals of other sites. */
  Site reading(Site... receivers) {
    configuration.append("feeds:\n");
    for (Site receiver : receivers) {
      configuration.append("  - {url: \"http://127.0.0.1:%d\"}\n".formatted(receiver.httpPort));
    }
    return this;
  }

  /** Lets it probe through the server on the given port. */
  Site probing(String every, int port) {
    configuration.append(
        """
        routes:
          - name: outbound
            path: outbound
            every: %s
            deadline: 60s
            from: sender@example.org
            to: %s
            submit: {to: "127.0.0.1:%d", tls: none}
        """
            .formatted(every, DOMAIN, port));
    return this;
  }

  int smtpPort() {
    return smtpPort;
  }

  int httpPort() {
    return httpPort;
  }

  Path store() {
    return store;
  }

  /** Its configuration as it stands. */
  String configuration() {
    return configuration.toString();
  }

  /** Starts it and waits until it is ready. */
  Program run() throws IOException {
    return run(configuration());
  }

  /** The same with another cadence. */
  Program runEvery(String cadence) throws IOException {
    return run(configuration().replaceAll("every: \\w+", "every: " + cadence));
  }

  private Program run(String yaml) throws IOException {
    Program program = start("run", yaml);
    try {
      return program.awaitReady();
    } catch (AssertionError e) {
      program.close();
      throw e;
    }
  }

  /** Starts a verb of the program on the given configuration. */
  Program start(String verb, String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("mailprobe-" + httpPort + ".yaml"), yaml);
    return Program.start(folder, httpPort, verb, file.toString());
  }
}
