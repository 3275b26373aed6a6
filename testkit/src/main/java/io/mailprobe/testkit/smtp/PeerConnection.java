package io.mailprobe.testkit.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection of a {@link ScriptedPeer}, with its own script. */
final class PeerConnection {

  private static final int READ_DEADLINE_MILLIS = 10_000;

  private final Socket plain;
  private final Consumer<String> log;
  private final Consumer<String> messages;
  private volatile boolean aborted;
  private Socket socket;
  private InputStream in;

  PeerConnection(Socket socket, Consumer<String> log, Consumer<String> messages) {
    this.plain = socket;
    this.socket = socket;
    this.in = InputStream.nullInputStream();
    this.log = log;
    this.messages = messages;
  }

  /** Plays the dialogue to its end; returns how the client left the script, if it did. */
  Optional<String> play(Dialogue dialogue) {
    Act current = new Act.Close();
    try {
      use(plain);
      for (Act act : dialogue.acts()) {
        current = act;
        perform(act);
        if (plain.isClosed()) {
          return Optional.empty();
        }
      }
      hangUp();
      return Optional.empty();
    } catch (IOException | OffScript e) {
      log.accept("* " + e.getMessage());
      // A failed handshake is the client's good right; the client's outcome says whether it fits.
      boolean blameless = aborted || current instanceof Act.StartTls;
      return blameless ? Optional.empty() : Optional.of("at " + current + ": " + e.getMessage());
    } finally {
      abort();
    }
  }

  /** Closes at once, whatever is going on. */
  void abort() {
    aborted = true;
    try {
      plain.close();
    } catch (IOException _) {
      // It is closed all the same.
    }
  }

  private void perform(Act act) throws IOException, OffScript {
    switch (act) {
      case Act.Expect(var command) -> {
        String line = readLine();
        if (!command.matcher(line).matches()) {
          throw new OffScript("expected " + command + " but the client said: " + line);
        }
      }
      case Act.Send(var bytes) -> send(bytes);
      case Act.Drip(var bytes, var between) -> {
        for (int i = 0; i < bytes.length() && !aborted; i++) {
          send(bytes.substring(i, i + 1));
          between.run();
        }
      }
      case Act.ReadMessage() -> messages.accept(readMessage());
      case Act.ReadBytes(var count) -> log.accept("< (" + in.readNBytes(count).length + " bytes)");
      case Act.StartTls(var context, var wantsCertificate) -> startTls(context, wantsCertificate);
      case Act.Run(var task) -> task.run();
      case Act.Stall() -> {
        log.accept("* stalls");
        drain();
        plain.close();
      }
      case Act.Close() -> hangUp();
      case Act.Reset() -> {
        log.accept("* resets");
        plain.setSoLinger(true, 0);
        plain.close();
      }
    }
  }

  private void use(Socket next) throws IOException {
    next.setSoTimeout(READ_DEADLINE_MILLIS);
    next.setTcpNoDelay(true);
    socket = next;
    in = new BufferedInputStream(next.getInputStream());
  }

  private void startTls(SSLContext context, boolean wantsCertificate) throws IOException {
    SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), false);
    secure.setUseClientMode(false);
    secure.setNeedClientAuth(wantsCertificate);
    secure.setSoTimeout(READ_DEADLINE_MILLIS);
    secure.startHandshake();
    log.accept("* " + secure.getSession().getProtocol());
    use(secure);
  }

  private void send(String bytes) throws IOException {
    log.accept("> " + (bytes.length() > 200 ? "(" + bytes.length() + " bytes)" : bytes.strip()));
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private String readLine() throws IOException, OffScript {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new OffScript("the client closed after: " + line);
      }
      line.append((char) b);
    }
    String text = line.toString().replaceFirst("\r$", "");
    log.accept("< " + text);
    return text;
  }

  private String readMessage() throws IOException, OffScript {
    StringBuilder message = new StringBuilder();
    while (!endsWithDot(message)) {
      int b = in.read();
      if (b < 0) {
        throw new OffScript("the client closed inside its message: " + message);
      }
      message.append((char) b);
    }
    log.accept("< (message of " + message.length() + " bytes)");
    return message.substring(0, message.length() - 3);
  }

  /**
   * Sends FIN and reads on until the client is gone, since a close with unread bytes is a reset.
   */
  private void hangUp() throws IOException {
    log.accept("* closes");
    plain.shutdownOutput();
    drain();
    plain.close();
  }

  private void drain() throws IOException {
    InputStream rest = plain.getInputStream();
    byte[] buffer = new byte[4096];
    try {
      for (int n = rest.read(buffer); n >= 0; n = rest.read(buffer)) {
        log.accept("< (" + n + " bytes not asked for)");
      }
    } catch (SocketTimeoutException e) {
      throw e; // A client that neither speaks nor closes holds a connection open: a leak.
    } catch (IOException _) {
      // Reset by the client: it is gone, which is what we wait for.
    }
  }

  private static boolean endsWithDot(StringBuilder message) {
    int length = message.length();
    return length == 3
        ? ".\r\n".contentEquals(message)
        : length > 4 && message.indexOf("\r\n.\r\n", length - 5) >= 0;
  }

  /** The client said or did what the script does not have. */
  private static final class OffScript extends Exception {
    private static final long serialVersionUID = 1L;

    OffScript(String message) {
      super(message);
    }
  }
}
