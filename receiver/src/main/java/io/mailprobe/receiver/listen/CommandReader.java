package io.mailprobe.receiver.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailprobe.receiver.listen.CommandLine.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads commands: lines that end with CRLF and nothing else (RFC 5321 2.3.8). A bare LF makes its
 * line a fault at once, so that a peer which ends its lines so gets an answer; what follows it up
 * to the next CRLF is part of the same faulty line and never a command of its own.
 */
final class CommandReader {

  /** The longest line: RFC 4954 4 allows an AUTH command this much, and none is longer. */
  static final int MAX_LINE = 12_288;

  private static final int ENDLESS = 65_536;

  private final Wire wire;
  private boolean answered;

  CommandReader(Wire wire) {
    this.wire = wire;
  }

  /** The next command; empty at the end of input. */
  Optional<CommandLine> read() {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    boolean bare = false;
    int length = 0;
    int last = 0;
    while (true) {
      int b = wire.read();
      if (b < 0) {
        return Optional.empty();
      }
      if (b == '\n' && last == '\r') {
        if (!answered) {
          return Optional.of(command(line.toByteArray(), bare, length));
        }
        answered = false;
        line.reset();
        bare = false;
        length = 0;
        last = 0;
        continue;
      }
      if (b == '\n') {
        answered = true;
        return Optional.of(fault(line.toByteArray(), Fault.BARE_LINE_END));
      }
      if (++length > ENDLESS) {
        return Optional.of(fault(line.toByteArray(), Fault.ENDLESS));
      }
      bare |= last == '\r';
      if (length <= MAX_LINE) {
        line.write(b);
      }
      last = b;
    }
  }

  /** A line with its CR still at the end, unless it was cut off for its length. */
  private CommandLine command(byte[] line, boolean bare, int length) {
    if (length > MAX_LINE) {
      return fault(line, Fault.TOO_LONG);
    }
    if (bare) {
      return fault(line, Fault.BARE_LINE_END);
    }
    Instant at = wire.filled();
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, line.length - 1)).toString();
      if (text.chars().allMatch(c -> (c >= ' ' && c != 0x7F) || c == '\t')) {
        return new CommandLine(text.stripTrailing(), at, Optional.empty());
      }
    } catch (CharacterCodingException _) {
      // Told by its fault.
    }
    return fault(line, Fault.NOT_TEXT);
  }

  private CommandLine fault(byte[] line, Fault fault) {
    return new CommandLine(new String(line, ISO_8859_1), wire.filled(), Optional.of(fault));
  }
}
