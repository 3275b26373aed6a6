package io.mailprobe.testkit.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mailprobe.protocol.reply.ReplyAssembler;
import io.mailprobe.protocol.reply.ReplyAssembler.Progress;
import io.mailprobe.protocol.reply.SmtpReply;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A small SMTP client over a real socket, for tests of servers. It says what it is told, right or
 * wrong; every read has ten seconds. What the server does instead of a reply is an exception:
 * {@link EOFException} where it closes, {@link SocketException} where it resets, {@link
 * SocketTimeoutException} where it says nothing.
 */
public final class SmtpClient implements AutoCloseable {

  private static final int DEADLINE_MILLIS = 10_000;

  private final Socket raw;
  private Socket socket;
  private InputStream input;

  private SmtpClient(Socket raw) throws IOException {
    this.raw = raw;
    socket = raw;
    input = new BufferedInputStream(raw.getInputStream());
  }

  /** Connects. The banner is the first {@link #reply}. */
  public static SmtpClient connect(InetSocketAddress address) throws IOException {
    Socket raw = new Socket();
    raw.setSoTimeout(DEADLINE_MILLIS);
    raw.setTcpNoDelay(true); // Before connecting: a server may reset at once.
    raw.connect(address, DEADLINE_MILLIS);
    return new SmtpClient(raw);
  }

  /** Connects, takes the banner and says EHLO, all of which must go well. */
  public static SmtpClient greeted(InetSocketAddress address) throws IOException {
    SmtpClient client = connect(address);
    client.expect(220);
    client.expect(250, "EHLO client.test");
    return client;
  }

  /** The server's next reply. */
  public SmtpReply reply() throws IOException {
    ReplyAssembler assembler = new ReplyAssembler();
    Progress progress = new Progress.MoreNeeded();
    while (progress instanceof Progress.MoreNeeded) {
      int next = input.read();
      if (next < 0) {
        throw new EOFException("closed after \"" + assembler.partial() + "\"");
      }
      progress = assembler.accept((byte) next);
    }
    return switch (progress) {
      case Progress.Complete(SmtpReply reply) -> reply;
      case Progress.Malformed(var problem, String evidence) ->
          throw new ProtocolException(problem + ": " + evidence);
      case Progress.MoreNeeded() -> throw new AssertionError();
    };
  }

  /** Says a line; the server's reply to it. */
  public SmtpReply say(String line) throws IOException {
    send(line + "\r\n");
    return reply();
  }

  /** Sends bytes as they are, one character for each, and waits for nothing. */
  public void send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** The server's next reply, which must have this code. */
  public SmtpReply expect(int code) throws IOException {
    return require(code, "", reply());
  }

  /** Says a line, whose reply must have this code. */
  public SmtpReply expect(int code, String line) throws IOException {
    return require(code, line, say(line));
  }

  private static SmtpReply require(int code, String line, SmtpReply reply) {
    if (reply.code() != code) {
      throw new AssertionError("wanted " + code + " to \"" + line + "\" and got: " + reply);
    }
    return reply;
  }

  /** Says STARTTLS, makes sure that the certificate is for this name, and says EHLO again. */
  public SmtpReply startTls(SSLContext context, String name) throws IOException {
    encrypt(context, name);
    return expect(250, "EHLO client.test");
  }

  /** Says STARTTLS and makes sure that the certificate is for this name. */
  public void encrypt(SSLContext context, String name) throws IOException {
    expect(220, "STARTTLS");
    SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(raw, name, raw.getPort(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    socket = secure;
    input = new BufferedInputStream(secure.getInputStream());
  }

  /** A whole transaction up to the reply to the final dot; the lines before it must go well. */
  public SmtpReply transaction(String from, String to, String message) throws IOException {
    expect(250, "MAIL FROM:<" + from + ">");
    expect(250, "RCPT TO:<" + to + ">");
    expect(354, "DATA");
    String stuffed = message.startsWith(".") ? "." + message : message;
    send(stuffed.replace("\r\n.", "\r\n.."));
    return say(message.endsWith("\r\n") ? "." : "\r\n.");
  }

  /** Whether the server has ended the connection; waits for that, up to the deadline. */
  public boolean isClosed() throws IOException {
    try {
      return input.read() < 0;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (SocketException _) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
