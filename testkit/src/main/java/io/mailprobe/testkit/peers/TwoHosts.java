package io.mailprobe.testkit.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Two hosts on this machine: network namespaces with two lines between them, one for mail and one
 * for the feed, and one line to each from here. Each may have a wall clock of its own, by Debian's
 * libfaketime. Only root can make them; others skip.
 */
public final class TwoHosts implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String first;
  private final String second;
  private final String net;

  private TwoHosts(String first, String second, String net) {
    this.first = first;
    this.second = second;
    this.net = net;
  }

  /** Makes both, with names and addresses that no other run on this machine has. */
  public static TwoHosts make() throws IOException {
    Command.require("ip");
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can make network namespaces");
    long run = ProcessHandle.current().pid();
    TwoHosts hosts = new TwoHosts("mp-a" + run, "mp-b" + run, "10." + (64 + run % 128));
    Command made = Command.run(PATIENCE, "ip", "netns", "add", hosts.first);
    Assumptions.assumeTrue(
        made.status() == 0, "no network namespace can be made here: " + made.output());
    try {
      ip("netns", "add", hosts.second);
      hosts.connect("1", Optional.empty(), hosts.first);
      hosts.connect("2", Optional.empty(), hosts.second);
      hosts.connect("3", Optional.of(hosts.first), hosts.second);
      hosts.connect("4", Optional.of(hosts.first), hosts.second);
      ip("-n", hosts.first, "link", "set", "lo", "up");
      ip("-n", hosts.second, "link", "set", "lo", "up");
      return hosts;
    } catch (IOException e) {
      hosts.close();
      throw e;
    }
  }

  /** A line: its one end is .1 of its network, in a host or here, and its other .2, in a host. */
  private void connect(String line, Optional<String> from, String to) throws IOException {
    String one = "mp" + line + "x" + ProcessHandle.current().pid();
    String other = "mp" + line + "y" + ProcessHandle.current().pid();
    List<String> add = new ArrayList<>(List.of("link", "add", one));
    from.ifPresent(host -> add.addAll(List.of("netns", host)));
    add.addAll(List.of("type", "veth", "peer", "name", other, "netns", to));
    ip(add.toArray(String[]::new));
    up(from, one, net + "." + line + ".1/24");
    up(Optional.of(to), other, net + "." + line + ".2/24");
  }

  private static void up(Optional<String> host, String device, String address) throws IOException {
    String[] in = host.map(name -> new String[] {"-n", name}).orElse(new String[0]);
    ip(join(in, "addr", "add", address, "dev", device));
    ip(join(in, "link", "set", device, "up"));
  }

  private static String[] join(String[] first, String... rest) {
    return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(String[]::new);
  }

  private static void ip(String... arguments) throws IOException {
    Command done = Command.run(PATIENCE, join(new String[] {"ip"}, arguments));
    if (done.status() != 0) {
      throw new IOException("ip " + String.join(" ", arguments) + ": " + done.output());
    }
  }

  /** The words that lead a command to the first host. */
  public List<String> onFirst() {
    return List.of("ip", "netns", "exec", first);
  }

  /** The words that lead a command to the second host, whose wall clock is ahead by so much. */
  public List<String> onSecond(Duration ahead) throws IOException {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", second, "env"));
    words.add("LD_PRELOAD=" + faketime());
    words.add("FAKETIME=%+.3f".formatted(ahead.toMillis() / 1e3));
    words.add("FAKETIME_DONT_FAKE_MONOTONIC=1");
    words.add("DONT_FAKE_MONOTONIC=1");
    words.add("FAKETIME_FORCE_MONOTONIC_FIX=0"); // Else Java's timed waits never end.
    return words;
  }

  private static Path faketime() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      Optional<Path> library =
          folders
              .map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
              .filter(Files::exists)
              .findFirst();
      Assumptions.assumeTrue(
          library.isPresent(), "libfaketime is not installed: scripts/test-packages.sh does that");
      return library.orElseThrow();
    }
  }

  /** The first host's address, as it is seen from here. */
  public String firstFromHere() {
    return net + ".1.2";
  }

  /** The second host's address, as it is seen from here. */
  public String secondFromHere() {
    return net + ".2.2";
  }

  /** The second host's address for mail from the first. */
  public String secondForMail() {
    return net + ".3.2";
  }

  /** The second host's address for the feed to the first. */
  public String secondForFeed() {
    return net + ".4.2";
  }

  /** Cuts the line of the feed, or mends it. */
  public void cutFeed(boolean cut) throws IOException {
    String device = "mp4x" + ProcessHandle.current().pid();
    ip("-n", first, "link", "set", device, cut ? "down" : "up");
  }

  /** Takes both away, with their lines; processes on them must have ended. */
  @Override
  public void close() throws IOException {
    Command.run(PATIENCE, "ip", "netns", "delete", first);
    Command.run(PATIENCE, "ip", "netns", "delete", second);
  }
}
