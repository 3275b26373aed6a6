package io.mailprobe.receiver.listen;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One command of a peer.
 *
 * @param text the line without CRLF; what there was of it where there is a fault
 * @param at when its last byte was read
 * @param fault why it cannot be a command
 */
record CommandLine(String text, Instant at, Optional<Fault> fault) {

  /** Why a line cannot be a command. */
  enum Fault {
    /** Longer than any command. */
    TOO_LONG,
    /** A CR or LF that is not part of a CRLF (RFC 5321 2.3.8). */
    BARE_LINE_END,
    /** So long that its end was not waited for. */
    ENDLESS,
    /** Neither ASCII nor UTF-8, or with control characters. */
    NOT_TEXT
  }

  /** The command's name in upper case; empty where there is none. */
  String verb() {
    int end = 0;
    while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '\t') {
      end++;
    }
    return text.substring(0, end).toUpperCase(Locale.ROOT);
  }

  /** What follows the name, without white space around it. */
  String argument() {
    return text.substring(verb().length()).strip();
  }
}
