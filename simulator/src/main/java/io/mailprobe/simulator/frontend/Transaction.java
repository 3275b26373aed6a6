package io.mailprobe.simulator.frontend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a client has said of one message: its envelope, and its content where that is in chunks. */
final class Transaction {

  private static final Pattern BARE_LINE_END = Pattern.compile("\r(?!\n)|(?<!\r)\n");

  private final Optional<String> sender;
  private final List<String> recipients = new ArrayList<>();
  private final StringBuilder chunks = new StringBuilder();
  private boolean chunked;
  private boolean tooLarge;

  private Transaction(Optional<String> sender) {
    this.sender = sender;
  }

  static Transaction none() {
    return new Transaction(Optional.empty());
  }

  static Transaction from(String sender) {
    return new Transaction(Optional.of(sender));
  }

  boolean begun() {
    return sender.isPresent();
  }

  String sender() {
    return sender.orElseThrow();
  }

  List<String> recipients() {
    return recipients;
  }

  void add(String recipient) {
    recipients.add(recipient);
  }

  boolean chunked() {
    return chunked;
  }

  int size() {
    return chunks.length();
  }

  void append(Content chunk) {
    chunked = true;
    tooLarge |= chunk.tooLarge();
    chunks.append(chunk.text());
  }

  /** The chunks as one message. */
  Content content() {
    String text = chunks.toString();
    return new Content(text, tooLarge, BARE_LINE_END.matcher(text).find());
  }
}
