package io.mailprobe.app.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mailprobe.prober.submit.InMemoryServers.Client;
import io.mailprobe.prober.submit.InMemoryServers.Connection;
import io.mailprobe.protocol.session.TlsSession;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.receiver.DirectReceiver.Handed;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One session of the control path: our receiver's side of the dialogue, in memory. It says what the
 * listener says; what it takes goes the receiver's way.
 */
final class ReceiverDialogue implements Connection {

  /** From here to the receiver and back. */
  private static final Duration ROUND_TRIP = Duration.ofMillis(20);

  private static final String CRLF = "\r\n";
  private static final String FINAL_DOT = "\r\n.\r\n";

  private final ReceiverSite receiver;
  private final String peer;
  private final Client client;
  private final Scheduler scheduler;
  private final Instant certificateEnd;
  private final StringBuilder heard = new StringBuilder();
  private String helo = "";
  private String mailFrom = "";
  private String rcptTo = "";
  private boolean secured;
  private boolean inMessage;
  private boolean over;

  /**
   * @param peer the client's address
   * @param certificateEnd when the receiver's certificate runs out
   */
  ReceiverDialogue(
      ReceiverSite receiver,
      String peer,
      Client client,
      Scheduler scheduler,
      Instant certificateEnd) {
    this.receiver = receiver;
    this.peer = peer;
    this.client = client;
    this.scheduler = scheduler;
    this.certificateEnd = certificateEnd;
  }

  /** The client asks for the connection. */
  void begin() {
    if (receiver.isDown()) {
      later(() -> client.unreachable("connection refused"));
    } else {
      later(client::connected);
      answer("220 " + ReceiverSite.HOST + " ESMTP Mailprobe");
    }
  }

  @Override
  public void say(String text) {
    if (over) {
      return;
    }
    heard.append(text);
    for (Optional<String> next = next(); next.isPresent() && !over; next = next()) {
      if (inMessage) {
        message(next.get());
      } else {
        command(next.get());
      }
    }
  }

  /** The next whole line, or message, that was heard; taken out of what was. */
  private Optional<String> next() {
    String end = inMessage ? FINAL_DOT : CRLF;
    int at = heard.indexOf(end);
    if (at < 0) {
      return Optional.empty();
    }
    String whole = heard.substring(0, at);
    heard.delete(0, at + end.length());
    return Optional.of(whole);
  }

  private void command(String line) {
    String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
    switch (verb) {
      case "EHLO" -> {
        helo = line.substring(verb.length()).strip();
        String offered = secured ? "" : "250-STARTTLS" + CRLF;
        answer("250-" + ReceiverSite.HOST + CRLF + offered + "250 SIZE 1048576");
      }
      case "STARTTLS" -> answer("220 2.0.0 Ready to start TLS");
      case "MAIL" -> {
        mailFrom = path(line);
        answer("250 2.1.0 OK");
      }
      case "RCPT" -> {
        rcptTo = path(line);
        answer(receiver.answerToRecipient(rcptTo));
      }
      case "DATA" -> {
        inMessage = true;
        answer("354 Send the message, end it with <CRLF>.<CRLF>");
      }
      case "QUIT" -> {
        answer("221 2.0.0 Bye");
        later(client::closed);
        over = true;
      }
      default -> answer("500 5.5.1 No such command here");
    }
  }

  private static String path(String line) {
    int from = line.indexOf('<');
    int to = line.indexOf('>', from);
    return from < 0 || to < 0 ? "" : line.substring(from + 1, to);
  }

  private void message(String stuffed) {
    inMessage = false;
    String text = (stuffed + CRLF).replace("\r\n..", "\r\n."); // RFC 5321 4.5.2
    answer(
        receiver.isDown()
            ? "421 4.3.2 Going down"
            : receiver.take(new Handed(peer, helo, mailFrom, rcptTo, text.getBytes(ISO_8859_1))));
  }

  @Override
  public void startTls(String serverName, List<X509Certificate> own) {
    TlsSession session =
        new TlsSession("TLSv1.3", "TLS_AES_256_GCM_SHA384", Optional.of(certificateEnd));
    secured = true;
    later(() -> client.secured(session));
  }

  @Override
  public void close() {
    over = true;
  }

  private void answer(String text) {
    later(() -> client.said(text + CRLF));
  }

  private void later(Runnable task) {
    Scheduler.Pending _ = scheduler.after(ROUND_TRIP, task);
  }
}
