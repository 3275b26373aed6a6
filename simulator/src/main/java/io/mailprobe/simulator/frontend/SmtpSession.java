package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.fault.Fate;
import io.mailprobe.simulator.frontend.ContentReader.Content;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.queue.QueuedMessage.Client;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Place;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's dialogue (RFC 5321), from banner to close, on the calling thread. */
final class SmtpSession {

  private static final Logger LOG = LoggerFactory.getLogger(SmtpSession.class);

  private final Edge edge;
  private final Place place;
  private final Wire wire;
  private final SSLContext tls;
  private final Replies replies;
  private final Admission admission;
  private final Acceptance acceptance;
  private final Strikes strikes;

  private String helo = "";
  private Optional<Mailbox> mailbox = Optional.empty();
  private boolean withinSubmissions = true;
  private Transaction transaction = Transaction.none();
  private int mistakes;
  private boolean over;

  SmtpSession(Edge edge, Place place, Wire wire, SSLContext tls, Fate fate, Replies replies) {
    this.edge = edge;
    this.place = place;
    this.wire = wire;
    this.tls = tls;
    this.replies = replies;
    this.admission = new Admission(edge.customer());
    this.acceptance = new Acceptance(edge, place, fate, replies);
    this.strikes = new Strikes(edge, place, wire, fate, replies);
  }

  void run() {
    edge.tally().session();
    try (wire) {
      if (!struck(Phase.BANNER)) {
        wire.say(replies.banner());
      }
      while (!over) {
        command();
      }
    } catch (IOException e) {
      LOG.debug("{}: session with {} ended: {}", place.label(), wire.clientAddress(), e.toString());
    } finally {
      mailbox.ifPresent(box -> edge.customer().submissions().leave(box.address()));
    }
  }

  private void command() throws IOException {
    Optional<String> line;
    try {
      line = wire.readLine();
    } catch (SocketTimeoutException _) {
      end("451 4.7.0 Timeout waiting for client input " + replies.trailer());
      return;
    }
    if (line.isEmpty()) {
      refuse("500 5.5.6 Line too long");
      return;
    }
    String[] words = line.get().split(" ", 2);
    String argument = words.length > 1 ? words[1] : "";
    switch (words[0].toUpperCase(Locale.ROOT)) {
      case "EHLO" -> hello(argument, true);
      case "HELO" -> hello(argument, false);
      case "STARTTLS" -> startTls();
      case "AUTH" -> authenticate(argument);
      case "MAIL" -> mail(argument);
      case "RCPT" -> recipient(argument);
      case "DATA" -> data();
      case "BDAT" -> chunk(argument);
      case "RSET" -> {
        transaction = Transaction.none();
        wire.say("250 2.0.0 Resetting");
      }
      case "NOOP" -> wire.say("250 2.0.0 OK");
      case "VRFY" -> wire.say("252 2.1.5 Cannot VRFY user");
      case "HELP" -> wire.say("214 2.0.0 See RFC 5321");
      case "QUIT" -> quit();
      default -> refuse("500 5.3.3 Unrecognized command");
    }
  }

  private void hello(String argument, boolean extended) throws IOException {
    boolean encrypted = wire.cipher().isPresent();
    if (struck(encrypted ? Phase.TLS_EHLO : Phase.EHLO)) {
      return;
    }
    if (!argument.strip().matches("[!-~]{1,255}")) {
      refuse("501 5.5.4 Invalid domain name");
      return;
    }
    helo = argument.strip();
    transaction = Transaction.none();
    int size = edge.limits().messageBytes();
    boolean offersTls = !edge.customer().settings().isBroken(TenantSetting.STARTTLS);
    List<String> lines = replies.ehlo(wire.clientAddress(), size, encrypted, offersTls);
    int last = extended ? lines.size() - 1 : 0;
    for (int i = 0; i <= last; i++) {
      wire.say((i == last ? "250 " : "250-") + lines.get(i));
    }
  }

  private void startTls() throws IOException {
    if (edge.customer().settings().isBroken(TenantSetting.STARTTLS)) {
      refuse("500 5.3.3 Unrecognized command");
      return;
    }
    if (wire.cipher().isPresent()) {
      refuse("503 5.5.1 Bad sequence of commands");
      return;
    }
    if (struck(Phase.STARTTLS)) {
      return;
    }
    wire.say(Strikes.START);
    strikes.beforeHandshake();
    wire.startTls(tls);
    helo = ""; // RFC 3207 4.2: all that was said before is forgotten.
    transaction = Transaction.none();
  }

  private void authenticate(String argument) throws IOException {
    if (struck(Phase.AUTH)) {
      return;
    }
    if (helo.isEmpty() || mailbox.isPresent() || transaction.begun()) {
      refuse("503 5.5.1 Bad sequence of commands");
      return;
    }
    if (wire.cipher().isEmpty()) {
      refuse("504 5.7.4 Unrecognized authentication type");
      return;
    }
    switch (new Authentication(edge.customer(), wire).run(argument)) {
      case Authentication.Result.Failure(String reply) -> refuse(reply);
      case Authentication.Result.Success(Mailbox box) -> signIn(box);
    }
  }

  private void signIn(Mailbox box) throws IOException {
    Optional<String> refusal = admission.signIn();
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return;
    }
    mailbox = Optional.of(box);
    withinSubmissions = edge.customer().submissions().enter(box.address());
    wire.say("235 2.7.0 Authentication successful");
  }

  private void mail(String argument) throws IOException {
    if (struck(Phase.MAIL)) {
      return;
    }
    Optional<Envelope> sender = Envelope.parse("FROM", argument);
    Optional<String> refusal =
        sender.flatMap(given -> admission.sender(given.address(), visitor()));
    if (helo.isEmpty() || transaction.begun()) {
      refuse("503 5.5.1 Bad sequence of commands");
    } else if (sender.isEmpty()) {
      refuse("501 5.1.7 Invalid address");
    } else if (refusal.isPresent()) {
      refuse(refusal.get());
    } else if (sender.get().size() > edge.limits().messageBytes()) {
      refuse("552 5.3.4 Message size exceeds fixed maximum message size");
    } else if (!edge.queue().hasRoom(sender.get().size())) {
      refuse("452 4.3.1 Insufficient system resources");
    } else {
      transaction = Transaction.from(sender.get().address());
      wire.say("250 2.1.0 Sender OK");
    }
  }

  private void recipient(String argument) throws IOException {
    if (struck(Phase.RCPT)) {
      return;
    }
    String address = Envelope.parse("TO", argument).map(Envelope::address).orElse("");
    if (!transaction.begun()) {
      refuse("503 5.5.1 Bad sequence of commands");
      return;
    }
    Optional<String> refusal = admission.recipient(address, transaction.sender(), visitor());
    if (address.isEmpty()) {
      refuse("501 5.1.3 Invalid address");
    } else if (transaction.recipients().size() >= edge.limits().recipients()) {
      refuse("452 4.5.3 Too many recipients");
    } else if (refusal.isPresent()) {
      refuse(refusal.get());
    } else {
      transaction.add(address);
      wire.say("250 2.1.5 Recipient OK");
    }
  }

  private Visitor visitor() {
    Instant now = edge.clock().wall();
    return new Visitor(
        mailbox,
        Visitor.Channel.of(wire, edge.region()),
        edge.customer().tenant().connector(wire.clientCertificate(), now));
  }

  private void data() throws IOException {
    if (struck(Phase.DATA)) {
      transaction = Transaction.none();
    } else if (transaction.recipients().isEmpty() || transaction.chunked()) {
      refuse("503 5.5.1 Bad sequence of commands");
    } else if (!withinSubmissions) {
      tooManySubmissions();
    } else {
      wire.say("354 Start mail input; end with <CRLF>.<CRLF>");
      endOfData(wire.readContent(edge.limits().messageBytes()));
    }
  }

  /** BDAT (RFC 3030): the chunk is read whatever becomes of it. */
  private void chunk(String argument) throws IOException {
    if (!argument.matches("(?i)\\d{1,9}( LAST)?")) {
      refuse("501 5.5.4 Invalid arguments");
      over = true; // Where the chunk ends, and the next command begins, cannot be known.
      return;
    }
    String[] words = argument.split(" ", 2);
    int room = edge.limits().messageBytes() - transaction.size();
    Optional<String> bytes = wire.readBytes(Long.parseLong(words[0]), room);
    if (!transaction.begun() || transaction.recipients().isEmpty()) {
      refuse("503 5.5.1 Bad sequence of commands");
    } else if (!withinSubmissions) {
      tooManySubmissions();
    } else {
      transaction.append(bytes);
      if (words.length == 1) {
        wire.say("250 2.0.0 " + words[0] + " bytes received");
      } else {
        endOfData(transaction.content());
      }
    }
  }

  private void tooManySubmissions() throws IOException {
    transaction = Transaction.none();
    wire.say(
        "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending"
            + " for more information. [Hostname="
            + place.mailboxServer()
            + "]");
  }

  private void endOfData(Content content) throws IOException {
    Transaction ended = transaction;
    transaction = Transaction.none();
    if (struck(Phase.END_OF_DATA)) {
      return;
    }
    Optional<String> refusal = held(ended, content);
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return;
    }
    Client client =
        new Client(wire.clientAddress(), helo, wire.cipher(), mailbox.map(Mailbox::address));
    wire.say(acceptance.accept(ended, client, content.text()));
  }

  /** What is held against a whole message. */
  private Optional<String> held(Transaction ended, Content content) {
    if (content.tooLarge()) {
      return Optional.of("552 5.3.4 Message size exceeds fixed maximum message size");
    }
    if (content.bareLineEnds()) {
      return Optional.of("550 5.6.11 Bare linefeeds are illegal");
    }
    if (!edge.queue().hasRoom(content.text().length())) {
      return Optional.of("452 4.3.1 Insufficient system resources");
    }
    return mailbox.flatMap(box -> admission.submitted(box, ended.recipients(), content.text()));
  }

  private void quit() throws IOException {
    if (!struck(Phase.QUIT)) {
      end("221 2.0.0 Service closing transmission channel");
    }
    over = true;
  }

  private void refuse(String reply) throws IOException {
    wire.say(reply + " " + replies.trailer());
    if (++mistakes >= edge.limits().mistakes()) {
      end("421 4.7.0 Too many errors on this connection, closing transmission channel");
    }
  }

  private void end(String reply) throws IOException {
    wire.say(reply);
    over = true;
  }

  /** Whether a fault took the place of the front end's own answer. */
  private boolean struck(Phase phase) throws IOException {
    Strikes.Effect effect = strikes.in(phase);
    over |= effect == Strikes.Effect.OVER;
    return effect != Strikes.Effect.NONE;
  }
}
