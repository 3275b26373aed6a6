package io.mailprobe.app.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mailprobe.protocol.stamp.ProbeId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a prober and a receiver, passes every line on, and remembers which probes the
 * receiver said 250 to. It outlives both, so that it knows what each has promised before it was
 * killed. Clear text, one command at a time, as probers speak.
 */
final class Witness implements AutoCloseable {

  private static final Pattern RECIPIENT =
      Pattern.compile(
          "RCPT TO:<probe\\+([0-9a-z]{" + ProbeId.LENGTH + "}).*", Pattern.CASE_INSENSITIVE);

  private final ServerSocket server;
  private final List<Integer> receivers;
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<String> promised = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Before one receiver, or several of which it takes the first that listens, in turn. */
  Witness(Integer... receiverPorts) throws IOException {
    receivers = List.of(receiverPorts);
    server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    var _ = threads.submit(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** The ids of the probes that were answered with 250. */
  Set<String> promised() {
    return Set.copyOf(promised);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        var _ = threads.submit(() -> pass(client));
      } catch (IOException _) {
        return; // Closed.
      }
    }
  }

  private void pass(Socket client) {
    try (client;
        Socket receiver = connect()) {
      client.setSoTimeout(30_000);
      receiver.setSoTimeout(30_000);
      dialogue(client, receiver);
    } catch (IOException _) {
      // Either end was killed: both sockets are closed, which the other end then sees.
    }
  }

  private Socket connect() throws IOException {
    int first = turn.getAndIncrement();
    IOException last = new IOException("no receivers");
    for (int i = 0; i < receivers.size(); i++) {
      int port = receivers.get(Math.floorMod(first + i, receivers.size()));
      try {
        return new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private void dialogue(Socket client, Socket receiver) throws IOException {
    BufferedReader said = reader(client.getInputStream());
    BufferedReader answered = reader(receiver.getInputStream());
    passReply(answered, client.getOutputStream());
    String recipient = "";
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      send(receiver.getOutputStream(), line);
      Matcher rcpt = RECIPIENT.matcher(line);
      if (rcpt.matches()) {
        recipient = rcpt.group(1);
      }
      String reply = passReply(answered, client.getOutputStream());
      if (reply.startsWith("354")) {
        passMessage(said, receiver.getOutputStream());
        passVerdict(answered, client.getOutputStream(), recipient);
      }
    }
  }

  private static void passMessage(BufferedReader said, OutputStream receiver) throws IOException {
    StringBuilder message = new StringBuilder();
    String line = said.readLine();
    while (line != null && !line.equals(".")) {
      message.append(line).append("\r\n");
      line = said.readLine();
    }
    if (line == null) {
      throw new IOException("cut off in the message");
    }
    send(receiver, message + ".");
  }

  private void passVerdict(BufferedReader answered, OutputStream client, String recipient)
      throws IOException {
    String line = answered.readLine();
    if (line == null) {
      throw new IOException("closed without a reply");
    }
    if (line.startsWith("250")) {
      promised.add(recipient); // Before the prober can read it.
    }
    send(client, line);
  }

  private static String passReply(BufferedReader answered, OutputStream client) throws IOException {
    String line = answered.readLine();
    while (line != null && line.length() > 3 && line.charAt(3) == '-') {
      send(client, line);
      line = answered.readLine();
    }
    if (line == null) {
      throw new IOException("closed without a reply");
    }
    send(client, line);
    return line;
  }

  private static void send(OutputStream to, String line) throws IOException {
    to.write((line + "\r\n").getBytes(ISO_8859_1));
    to.flush();
  }

  private static BufferedReader reader(InputStream input) {
    return new BufferedReader(new InputStreamReader(input, ISO_8859_1));
  }

  /** Passes nothing on any more; what it remembers stays. */
  void stop() throws IOException {
    server.close();
    threads.shutdownNow();
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
