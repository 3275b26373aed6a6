package io.mailprobe.protocol.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Takes a structured field apart into words, comments and semicolons (RFC 5322 3.2), in one pass. A
 * comment or a quotation that is not closed is none: its opening counts as space.
 */
final class Lexer {

  /**
   * One piece of a field.
   *
   * @param at where it begins
   */
  record Piece(Kind kind, String text, int at) {}

  enum Kind {
    WORD,
    COMMENT,
    SEMICOLON
  }

  private final String value;
  private final int[] closing;
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private int wordStart;

  private Lexer(String value) {
    this.value = value;
    this.closing = closings(value);
  }

  static List<Piece> pieces(String value) {
    Lexer lexer = new Lexer(value);
    int at = 0;
    while (at < value.length()) {
      at = lexer.take(at);
    }
    lexer.endWord();
    return lexer.pieces;
  }

  /** For each parenthesis that opens, where it is closed; -1 where it is not. */
  private static int[] closings(String value) {
    int[] closing = new int[value.length()];
    Arrays.fill(closing, -1);
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < value.length(); i++) {
      switch (value.charAt(i)) {
        case '\\' -> i++;
        case '(' -> open.push(i);
        case ')' -> {
          if (!open.isEmpty()) {
            closing[open.pop()] = i;
          }
        }
        default -> {}
      }
    }
    return closing;
  }

  /** Takes what begins there; where the next begins. */
  private int take(int at) {
    char character = value.charAt(at);
    switch (character) {
      case '(' -> {
        endWord();
        if (closing[at] < 0) {
          return at + 1;
        }
        pieces.add(new Piece(Kind.COMMENT, value.substring(at + 1, closing[at]), at));
        return closing[at] + 1;
      }
      case ';' -> {
        endWord();
        pieces.add(new Piece(Kind.SEMICOLON, ";", at));
      }
      case ' ', '\t', ')', '"' -> endWord();
      default -> {
        if (word.isEmpty()) {
          wordStart = at;
        }
        word.append(character);
      }
    }
    return at + 1;
  }

  private void endWord() {
    if (!word.isEmpty()) {
      pieces.add(new Piece(Kind.WORD, word.toString(), wordStart));
      word.setLength(0);
    }
  }
}
