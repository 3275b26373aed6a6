package io.mailprobe.app.config.bind;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says in words for people where a text stops being YAML, with the line and a mark below it. */
final class SyntaxProblem {

  private static final int SHOWN_WIDTH = 100;
  private static final Pattern SECRET_KEY =
      Pattern.compile("(?i)[\"']?\\b\\w*(?:secret|password|token)\\w*\\b[\"']?\\s*:(?=\\s|$)");
  private static final Pattern ANY_KEY =
      Pattern.compile("^\\s*(?:- +)*[{\\[]?\\s*[\"']?\\w[\\w -]*[\"']?\\s*:(?=\\s|$)");

  private SyntaxProblem() {}

  static Problem of(YamlEngineException fault, String text) {
    return switch (fault) {
      case MarkedYamlEngineException marked -> marked(marked, text);
      case ReaderException reader -> {
        int at = Math.min(reader.getPosition(), text.codePointCount(0, text.length()));
        Place place = placeOf(text.substring(0, text.offsetByCodePoints(0, at)));
        yield problem(
            place,
            String.format("a control character (U+%04X); take it away", reader.getCodePoint()),
            Optional.empty());
      }
      default -> problem(Place.START, "not YAML that can be read", Optional.empty());
    };
  }

  private static Problem marked(MarkedYamlEngineException fault, String text) {
    String said = fault.getProblem();
    boolean openQuote = said.contains("unexpected end of stream");
    Optional<Mark> mark = openQuote ? fault.getContextMark() : fault.getProblemMark();
    Place place = mark.or(fault::getContextMark).map(YamlTree::place).orElse(Place.START);
    List<String> lines = text.lines().toList();
    return problem(place, "not YAML: " + words(said), snippet(lines, place));
  }

  private static String words(String said) {
    if (said.contains("(TAB)")) {
      return "a tab in the indentation; use spaces";
    }
    if (said.contains("unexpected end of stream")) {
      return "a quote that is opened here is never closed";
    }
    if (said.startsWith("mapping values are not allowed")) {
      return "a colon that does not fit here: indent a key like its neighbours, and put quotes"
          + " around text that holds \": \"";
    }
    if (said.startsWith("could not find expected ':'")) {
      return "expected a key followed by a colon and a space";
    }
    if (said.contains("cannot start any token")) {
      return said.replaceFirst("^found character", "the character")
          .replaceFirst(
              "cannot start any token.*$",
              "cannot begin a value; put quotes around text that begins with it");
    }
    return said.replace("<block end>", "the end of the block")
            .replaceAll("'?<block [a-z]+ start>'?", "a line that is indented further")
            .replace("<stream end>", "the end of the file")
            .replace("<scalar>", "text")
        + "; look at the indentation, brackets and quotes here and just above";
  }

  private static Problem problem(Place place, String message, Optional<String> snippet) {
    return new Problem(Problem.Severity.ERROR, place, "", message, snippet);
  }

  /** The line with a mark below the column; nothing that may be part of a secret is shown. */
  private static Optional<String> snippet(List<String> lines, Place place) {
    if (place.line() > lines.size() || withinSecret(lines, place.line() - 1)) {
      return Optional.empty();
    }
    String line = lines.get(place.line() - 1).replace('\t', ' ');
    int column = place.column() - 1;
    Matcher secret = SECRET_KEY.matcher(line);
    if (secret.find()) {
      line = line.substring(0, secret.end()) + " ...";
      column = Math.min(column, line.length());
    }
    int from = Math.max(0, column - SHOWN_WIDTH / 2);
    String shown = line.substring(Math.min(from, line.length()));
    shown = shown.substring(0, Math.min(SHOWN_WIDTH, shown.length()));
    String number = String.format("%5d | ", place.line());
    String below = "      | " + " ".repeat(column - from) + "^";
    return Optional.of(number + shown + "\n" + below);
  }

  /** Whether the nearest key above a line that has none itself is that of a secret. */
  private static boolean withinSecret(List<String> lines, int index) {
    for (int i = index; i >= 0; i--) {
      String line = lines.get(i);
      if (ANY_KEY.matcher(line).find() || SECRET_KEY.matcher(line).find()) {
        return i != index && SECRET_KEY.matcher(line).find();
      }
    }
    return false;
  }

  /** The place just after a text. */
  static Place placeOf(String before) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < before.length(); i++) {
      char c = before.charAt(i);
      boolean pair = c == '\r' && i + 1 < before.length() && before.charAt(i + 1) == '\n';
      if (c == '\n' || (c == '\r' && !pair)) {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(c) && !pair) {
        column++;
      }
    }
    return new Place(line, column);
  }
}
