package io.mailprobe.testkit.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * What a scripted peer says and does on one connection, in order. Immutable: each method returns a
 * longer dialogue. A dialogue that ends without {@link #close}, {@link #reset} or {@link #stall}
 * closes in order.
 */
public final class Dialogue {

  private final List<Act> acts;

  private Dialogue(List<Act> acts) {
    this.acts = acts;
  }

  /** A peer that accepts the connection and has said nothing yet. */
  public static Dialogue start() {
    return new Dialogue(List.of());
  }

  /** A peer that greets as {@code mx.test}. */
  public static Dialogue greeting() {
    return start().reply("220 mx.test ESMTP");
  }

  /** Reads a line that must match the regular expression, whatever the case. */
  public Dialogue expect(String command) {
    return with(new Act.Expect(Pattern.compile(command, Pattern.CASE_INSENSITIVE)));
  }

  /** Sends the lines, each with CRLF. */
  public Dialogue reply(String... lines) {
    return send(String.join("\r\n", lines) + "\r\n");
  }

  /** Sends bytes as they are, one character for each. */
  public Dialogue send(String bytes) {
    return with(new Act.Send(bytes));
  }

  /** Sends bytes one by one and runs the task after each. */
  public Dialogue drip(String bytes, Runnable between) {
    return with(new Act.Drip(bytes, between));
  }

  /** Expects EHLO and answers with these capabilities. */
  public Dialogue ehlo(String... capabilities) {
    List<String> lines = new ArrayList<>(List.of("mx.test greets you"));
    lines.addAll(List.of(capabilities));
    StringBuilder reply = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      reply.append("250").append(i < lines.size() - 1 ? '-' : ' ').append(lines.get(i));
      reply.append("\r\n");
    }
    return expect("EHLO .+").send(reply.toString());
  }

  /** Takes a whole transaction: MAIL, RCPT, DATA, the message, all answered well. */
  public Dialogue transaction() {
    return expect("MAIL FROM:.*")
        .reply("250 2.1.0 Ok")
        .expect("RCPT TO:.*")
        .reply("250 2.1.5 Ok")
        .expect("DATA")
        .reply("354 End data with <CR><LF>.<CR><LF>")
        .readMessage()
        .reply("250 2.0.0 Ok: queued as 12345");
  }

  /** Takes QUIT and closes. */
  public Dialogue quit() {
    return expect("QUIT").reply("221 2.0.0 Bye").close();
  }

  /** Reads a message up to its final dot; {@link ScriptedPeer#messages} has it. */
  public Dialogue readMessage() {
    return with(new Act.ReadMessage());
  }

  /** Reads this many bytes of whatever comes. */
  public Dialogue readBytes(int count) {
    return with(new Act.ReadBytes(count));
  }

  /** Speaks TLS from here on, as the server with the certificate of the context. */
  public Dialogue startTls(SSLContext context) {
    return with(new Act.StartTls(context, false));
  }

  /** The same, with a client that shows a certificate which the context trusts. */
  public Dialogue startTlsWithCertificate(SSLContext context) {
    return with(new Act.StartTls(context, true));
  }

  /** Runs a task of the test at this point, such as moving its clock. */
  public Dialogue run(Runnable task) {
    return with(new Act.Run(task));
  }

  /** Says nothing more and waits until the client hangs up. */
  public Dialogue stall() {
    return with(new Act.Stall());
  }

  /** Ends the connection in order (FIN). */
  public Dialogue close() {
    return with(new Act.Close());
  }

  /** Tears the connection (RST). */
  public Dialogue reset() {
    return with(new Act.Reset());
  }

  List<Act> acts() {
    return acts;
  }

  private Dialogue with(Act act) {
    List<Act> longer = new ArrayList<>(acts);
    longer.add(act);
    return new Dialogue(List.copyOf(longer));
  }
}
