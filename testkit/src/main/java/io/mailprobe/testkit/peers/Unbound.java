package io.mailprobe.testkit.peers;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A real name server on a loopback port of its own: {@code mail.test} is what a zone file says, all
 * servers of {@code broken.test} are dead, and to questions about {@code silent.test} nobody
 * answers.
 */
public final class Unbound implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A question for the zone's own SOA, which a server that is ready answers. */
  private static final byte[] SOA_OF_MAIL_TEST = {
    1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 4, 'm', 'a', 'i', 'l', 4, 't', 'e', 's', 't', 0, 0, 6, 0, 1
  };

  private static final String HEAD =
      """
      $ORIGIN mail.test.
      $TTL 300
      @ SOA ns host %d 3600 600 86400 1
      @ NS ns
      ns A 127.0.0.1
      """;

  private final Process process;
  private final Path folder;
  private final int port;
  private int serial = 1;

  private Unbound(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param folder an empty folder for its files
   * @param records of the zone {@code mail.test}, as in a zone file
   */
  public static Unbound start(Path folder, String records) throws IOException {
    int port = Ports.free();
    Files.writeString(folder.resolve("mail.test.zone"), HEAD.formatted(1) + records);
    Files.writeString(
        folder.resolve("unbound.conf"),
        """
        server:
          interface: 127.0.0.1@%d
          directory: "%s"
          chroot: ""
          username: ""
          pidfile: ""
          use-syslog: no
          do-ip6: no
          num-threads: 1
          module-config: "iterator"
          do-not-query-localhost: no
          access-control: 127.0.0.0/8 allow
          cache-max-negative-ttl: 0
          infra-host-ttl: 0
          outbound-msg-retry: 1
          infra-cache-min-rtt: 50
          infra-cache-max-rtt: 100
          unknown-server-time-limit: 50
          local-zone: "test." nodefault
          local-zone: "silent.test." deny
        auth-zone:
          name: "mail.test."
          zonefile: "mail.test.zone"
          fallback-enabled: no
        stub-zone:
          name: "broken.test."
          stub-addr: 127.0.0.1@1
        """
            .formatted(port, folder));
    Path log = folder.resolve("unbound.log");
    Process process =
        new ProcessBuilder(
                Command.require("unbound"), "-d", "-c", folder.resolve("unbound.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Unbound started = new Unbound(process, folder, port);
    try {
      Waiting.until("the name server answers", PATIENCE, started::answers);
    } catch (AssertionError e) {
      started.close();
      throw new AssertionError(e.getMessage() + "\n" + Files.readString(log), e);
    }
    return started;
  }

  private boolean answers() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(500);
      socket.send(new DatagramPacket(SOA_OF_MAIL_TEST, SOA_OF_MAIL_TEST.length, address()));
      byte[] answer = new byte[512];
      socket.receive(new DatagramPacket(answer, answer.length));
      boolean noError = (answer[3] & 0x0F) == 0;
      return noError && answer[7] > 0;
    }
  }

  /** Whom to ask. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** The zone holds these records from about now on. */
  public void serve(String records) throws IOException {
    Files.writeString(folder.resolve("mail.test.zone"), HEAD.formatted(++serial) + records);
    Command.run(PATIENCE, "kill", "-HUP", Long.toString(process.pid()));
  }

  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join()
        .destroyForcibly();
  }
}
