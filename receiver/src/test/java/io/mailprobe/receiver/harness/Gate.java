package io.mailprobe.receiver.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/**
 * A next hop that refuses probes with one reply, and passes everything else on to a receiver: so
 * that a mail system's own reports on the probes come through.
 */
public final class Gate implements AutoCloseable {

  private static final int DEADLINE_MS = 30_000;

  private final ServerSocket server;
  private final int receiver;
  private final String refusal;

  /**
   * @param receiver the port of the receiver
   * @param refusal the reply to RCPT for a probe, such as {@code 450 4.3.2 Not now}
   */
  public Gate(int receiver, String refusal) throws IOException {
    this.receiver = receiver;
    this.refusal = refusal;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        return; // Closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(DEADLINE_MS);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      OutputStream out = socket.getOutputStream();
      say(out, "220 gate.example.net ESMTP");
      String mail = "";
      String recipient = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String command = line.toUpperCase(Locale.ROOT);
        if (command.startsWith("MAIL")) {
          mail = line;
          say(out, "250 2.1.0 OK");
        } else if (command.startsWith("RCPT") && command.contains("<PROBE+")) {
          say(out, refusal);
        } else if (command.startsWith("RCPT")) {
          recipient = line;
          say(out, "250 2.1.5 OK");
        } else if (command.startsWith("DATA")) {
          say(out, "354 Go on");
          say(out, pass(mail, recipient, content(in)));
        } else if (command.startsWith("QUIT")) {
          say(out, "221 2.0.0 Bye");
          return;
        } else {
          say(out, "250 2.0.0 OK");
        }
      }
    } catch (IOException _) {
      // The peer has gone; it will come again.
    }
  }

  private static String content(BufferedReader in) throws IOException {
    StringBuilder content = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      content.append(line).append("\r\n");
    }
    return content.toString();
  }

  private String pass(String mail, String recipient, String content) {
    try (Peer peer = Peer.greeted(receiver)) {
      peer.ask(mail.replaceFirst(">.*", ">"), "250");
      peer.ask(recipient.replaceFirst(">.*", ">"), "250");
      peer.ask("DATA", "354");
      return peer.ask(content + ".", "250").strip();
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
