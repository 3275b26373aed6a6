package io.mailprobe.testkit.peers;

import io.mailprobe.testkit.smtp.SmtpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Postfix: Debian's, with a configuration, a queue and a log of its own, on a loopback port
 * that was free. It takes mail from this machine for one domain and relays it to one next hop. Its
 * processes run as the user {@code postfix}, so that only root can start it; others skip.
 */
public final class Postfix implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String domain;
  private final Path folder;
  private final int port;
  private final Map<String, Integer> doors;
  private final Process master;

  private Postfix(
      String domain, Path folder, int port, Map<String, Integer> doors, Process master) {
    this.domain = domain;
    this.folder = folder;
    this.port = port;
    this.doors = Map.copyOf(doors);
    this.master = master;
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param domain the domain it relays mail for
   * @param nextHop the loopback port that it relays to
   * @param settings further lines of its main.cf, which come last and so win
   */
  public static Postfix start(String domain, int nextHop, String... settings) throws IOException {
    return startWithDoors(domain, nextHop, Map.of(), settings);
  }

  /**
   * The same with further ports.
   *
   * @param doors the settings of each, by its name
   */
  public static Postfix startWithDoors(
      String domain, int nextHop, Map<String, List<String>> doors, String... settings)
      throws IOException {
    String postfix = Command.require("postfix");
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can start Postfix");
    Path folder = Files.createTempDirectory("mailprobe-postfix");
    // Its processes run as another user and must be able to come in.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    int port = Ports.free();
    Path configuration = Files.createDirectory(folder.resolve("conf"));
    Files.createDirectory(folder.resolve("queue"));
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.setOwner(
        data,
        data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
    Files.write(
        configuration.resolve("main.cf"), PostfixFiles.main(folder, domain, nextHop, settings));
    Map<String, Integer> ports = new HashMap<>();
    List<PostfixFiles.Door> further = new ArrayList<>();
    doors.forEach(
        (name, own) -> {
          int free = Ports.free();
          ports.put(name, free);
          further.add(new PostfixFiles.Door(free, own));
        });
    Files.write(configuration.resolve("master.cf"), PostfixFiles.master(port, further));
    Process master =
        new ProcessBuilder(postfix, "-c", configuration.toString(), "start-fg")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("start.txt").toFile())
            .start();
    Postfix started = new Postfix(domain, folder, port, ports, master);
    try {
      Waiting.until("Postfix answers", PATIENCE, () -> Ports.answers(port));
    } catch (AssertionError e) {
      AssertionError withLog = new AssertionError(e.getMessage() + "\n" + started.log(), e);
      started.close();
      throw withLog;
    }
    return started;
  }

  /** The loopback port on which it takes mail. */
  public int port() {
    return port;
  }

  /** The loopback port of a further door. */
  public int port(String door) {
    return Objects.requireNonNull(doors.get(door), door);
  }

  /** What it has logged so far. */
  public String log() throws IOException {
    Path log = folder.resolve("mail.log");
    return Files.exists(log)
        ? Files.readString(log)
        : Files.readString(folder.resolve("start.txt"));
  }

  /** The deliveries that it has logged so far, failed and deferred ones too, in their order. */
  public List<PostfixDelivery> deliveries() throws IOException {
    List<PostfixDelivery> deliveries = new ArrayList<>();
    log().lines().forEach(line -> PostfixDelivery.parse(line).ifPresent(deliveries::add));
    return deliveries;
  }

  /** Changes settings of main.cf while it runs, such as {@code defer_transports=relay}. */
  public void set(String... settings) throws IOException {
    for (String setting : settings) {
      run("postconf", "-e", setting);
    }
    run("postfix", "reload");
  }

  /** Answers every recipient like this from now on, such as {@code 450 4.3.2 Not now}. */
  public void refuseRecipients(String reply) throws IOException {
    set("smtpd_recipient_restrictions=check_recipient_access static:{" + reply + "}");
    awaitAnswer(Integer.parseInt(reply.substring(0, 3)));
  }

  /** Takes every recipient of its domain again. */
  public void takeRecipients() throws IOException {
    set("smtpd_recipient_restrictions=");
    awaitAnswer(250);
  }

  /** A reload takes effect when each of Postfix's processes comes to it. */
  private void awaitAnswer(int code) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Waiting.until(
        "recipients are answered with " + code,
        Duration.ofSeconds(30),
        () -> {
          try (SmtpClient client = SmtpClient.greeted(address)) {
            client.expect(250, "MAIL FROM:<a@example.net>");
            return client.say("RCPT TO:<probe+x@" + domain + ">").code() == code;
          }
        });
  }

  /** Accepts mail from now on, but keeps it in its queue. */
  public void hold() throws IOException {
    set("defer_transports=relay");
  }

  /** Relays again, what is in the queue first. */
  public void release() throws IOException {
    set("defer_transports=");
    flush();
  }

  /** Tries all that is in the queue now. */
  public void flush() throws IOException {
    run("postqueue", "-f");
  }

  private String run(String program, String... arguments) throws IOException {
    String[] command =
        Stream.concat(
                Stream.of(Command.require(program), "-c", folder.resolve("conf").toString()),
                Stream.of(arguments))
            .toArray(String[]::new);
    Command done = Command.run(PATIENCE, command);
    if (done.status() != 0) {
      throw new IOException(String.join(" ", command) + ": " + done.output());
    }
    return done.output();
  }

  /** Stops its processes, and no others, and takes its folder away. */
  @Override
  public void close() throws IOException {
    try {
      run("postfix", "stop");
      master.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    } finally {
      master.descendants().forEach(ProcessHandle::destroyForcibly);
      master.destroyForcibly();
      Leftovers.delete(folder);
    }
  }
}
