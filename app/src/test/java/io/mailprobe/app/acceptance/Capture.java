package io.mailprobe.app.acceptance;

import io.mailprobe.testkit.peers.Command;
import io.mailprobe.testkit.peers.Waiting;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The packets of a TCP port on the loopback interface, as the kernel saw them: an instrument that
 * owes nothing to what it judges. Needs tshark and the right to capture.
 */
final class Capture implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String tshark;
  private final Process process;
  private final Path packets;
  private final Path output;

  private Capture(String tshark, Process process, Path packets, Path output) {
    this.tshark = tshark;
    this.process = process;
    this.packets = packets;
    this.output = output;
  }

  /**
   * One packet.
   *
   * @param stream which connection it is of
   * @param at when it passed
   * @param server the address of the end that listens
   * @param fromServer whether that end sent it
   * @param opens whether it carries SYN
   * @param bytes how much it carries for those who read
   */
  record Packet(
      int stream, Instant at, String server, boolean fromServer, boolean opens, int bytes) {}

  /** Captures from now on; the test is skipped where there is no tshark or no right. */
  static Capture of(Path folder, int port) throws IOException {
    String tshark = Command.require("tshark");
    Path packets = folder.resolve("packets.pcapng");
    Path output = Files.createTempFile(folder, "tshark", ".txt");
    Process process =
        new ProcessBuilder(
                tshark, "-q", "-i", "lo", "-f", "tcp port " + port, "-w", packets.toString())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output.toFile())
            .start();
    Capture capture = new Capture(tshark, process, packets, output);
    Waiting.until("tshark captures", PATIENCE, capture::hasBegun);
    return capture;
  }

  private boolean hasBegun() throws IOException {
    String said = Files.readString(output);
    Assumptions.assumeTrue(process.isAlive(), "tshark may not capture here: " + said);
    return said.contains("Capturing on") && Files.exists(packets) && Files.size(packets) > 0;
  }

  /** Ends the capture and reads it. */
  List<Packet> packets(int port) throws IOException, InterruptedException {
    process.destroy(); // SIGTERM: it writes what it has.
    boolean _ = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    Command read =
        Command.run(
            PATIENCE,
            "sh",
            "-c",
            "\"$0\" -r \"$1\" -T fields -E separator=, -e tcp.stream -e frame.time_epoch -e ip.src"
                + " -e ip.dst -e tcp.srcport -e tcp.flags.syn -e tcp.len 2>/dev/null",
            tshark,
            packets.toString());
    return read.output().lines().map(line -> packet(line, port)).toList();
  }

  private static Packet packet(String line, int port) {
    String[] fields = line.split(",", -1);
    boolean fromServer = fields[4].equals(Integer.toString(port));
    String[] time = fields[1].split("\\.", 2);
    return new Packet(
        Integer.parseInt(fields[0]),
        Instant.ofEpochSecond(Long.parseLong(time[0]), Long.parseLong(time[1])),
        fromServer ? fields[2] : fields[3],
        fromServer,
        fields[5].equals("1") || fields[5].equals("True"),
        Integer.parseInt(fields[6]));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
