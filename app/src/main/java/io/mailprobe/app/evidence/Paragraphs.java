package io.mailprobe.app.evidence;

import java.util.Optional;

/**
 * Titles with what stands under them. What others wrote is among it: nothing commands a terminal,
 * and no line of theirs can pass for one of ours.
 */
final class Paragraphs {

  private final StringBuilder text = new StringBuilder();

  /** Begins a paragraph. */
  void title(String title) {
    text.append(text.isEmpty() ? "" : "\n").append(plain(title)).append('\n');
  }

  void subtitle(String title) {
    text.append("  ").append(plain(title)).append('\n');
  }

  void line(String line) {
    text.append("    ").append(plain(line).stripTrailing()).append('\n');
  }

  void fact(String name, String value) {
    text.append("  %-12s %s".formatted(name, plain(value)).stripTrailing()).append('\n');
  }

  void fact(String name, Optional<String> value) {
    value.ifPresent(given -> fact(name, given));
  }

  /** Text of several lines as it came, each of them set in. */
  void block(String block) {
    block.lines().forEach(line -> text.append("    ").append(plain(line)).append('\n'));
  }

  private static String plain(String text) {
    return text.replaceAll(
        "[\\p{Cntrl}\\u0080-\\u009f\\u2028-\\u202e\\u2066-\\u2069&&[^\\t]]", "?");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
