package io.mailprobe.simulator.frontend;

import java.util.Optional;

/** What a client has sent in memory, and gives to a {@link Dialogue} as it asks for it. */
final class VirtualInput {

  private final Dialogue dialogue;
  private final StringBuilder text = new StringBuilder();
  private int read;
  private Optional<ContentReader> message = Optional.empty();

  VirtualInput(Dialogue dialogue) {
    this.dialogue = dialogue;
  }

  void add(String more) {
    if (read == text.length()) {
      forget();
    }
    text.append(more);
  }

  /** What is there now will not be read (RFC 3207 4.2). */
  void forget() {
    text.setLength(0);
    read = 0;
  }

  /** The turn after the next line; empty where it has not come whole. */
  Optional<Turn> line() {
    int end = text.indexOf("\n", read);
    if (end < 0) {
      return Optional.empty();
    }
    int length = end - read; // With its CR.
    int last = length > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
    String line = text.substring(read, last);
    read = end + 1;
    return Optional.of(length > Wire.MAX_LINE + 1 ? dialogue.saidTooMuch() : dialogue.said(line));
  }

  /** The turn after the message, of which no more than this is kept. */
  Optional<Turn> message(int limit) {
    ContentReader reader = message.orElseGet(() -> new ContentReader(limit));
    message = Optional.of(reader);
    while (read < text.length()) {
      if (reader.take(text.charAt(read++))) {
        message = Optional.empty();
        return Optional.of(dialogue.message(reader.content()));
      }
    }
    return Optional.empty();
  }

  /** The turn after so many bytes, which are only kept where they are within the limit. */
  Optional<Turn> bytes(long count, int limit) {
    if (text.length() - read < count) {
      return Optional.empty();
    }
    int end = read + (int) count;
    Content chunk = count > limit ? Content.lost() : Content.chunk(text.substring(read, end));
    read = end;
    return Optional.of(dialogue.chunk(chunk));
  }
}
