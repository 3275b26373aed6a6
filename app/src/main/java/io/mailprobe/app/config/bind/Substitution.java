package io.mailprobe.app.config.bind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Puts in what an expression stands for: the content of a file ({@code file:/path}) or a variable
 * of the environment ({@code env:NAME}, {@code env:NAME:-default}), each between a dollar with an
 * opening brace and a closing one. A second dollar before it makes it plain text. No error holds
 * what was put in, nor a default.
 */
final class Substitution {

  /** The most that a file may hold; a key or a token is far shorter. */
  private static final int MAX_BYTES = 65_536;

  private static final Pattern TRAILING_LINE_ENDS = Pattern.compile("[\r\n]+\\z");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Surroundings surroundings;
  private final Path base;

  Substitution(Surroundings surroundings, Path base) {
    this.surroundings = surroundings;
    this.base = base;
  }

  /** Whether a text holds anything to be put in. */
  static boolean concerns(String raw) {
    return raw.replace("$${", "").contains("${");
  }

  String resolve(String raw) throws UnfitException {
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int at = raw.indexOf("${"); at >= 0; at = raw.indexOf("${", from)) {
      if (at > from && raw.charAt(at - 1) == '$') {
        text.append(raw, from, at - 1).append("${");
        from = at + 2;
        continue;
      }
      int end = raw.indexOf('}', at);
      if (end < 0) {
        throw new UnfitException("a ${ without its }; write $${ for a plain ${");
      }
      text.append(raw, from, at).append(valueOf(raw.substring(at + 2, end)));
      from = end + 1;
    }
    return text.append(raw, from, raw.length()).toString();
  }

  private String valueOf(String expression) throws UnfitException {
    if (expression.startsWith("env:")) {
      return variable(expression.substring("env:".length()));
    }
    if (expression.startsWith("file:")) {
      return file(expression.substring("file:".length()));
    }
    throw new UnfitException(
        "expected ${file:/path} or ${env:NAME} or ${env:NAME:-default}; write $${ for a plain ${");
  }

  private String variable(String expression) throws UnfitException {
    int separator = expression.indexOf(":-");
    String name = separator < 0 ? expression : expression.substring(0, separator);
    if (!VARIABLE.matcher(name).matches()) {
      throw new UnfitException("expected the name of a variable, as in ${env:NAME}");
    }
    String value = surroundings.variable(name).orElse("");
    if (!value.isEmpty()) {
      return value;
    }
    if (separator < 0) {
      throw new UnfitException(
          "environment variable "
              + name
              + " is not set; set it, or give a default: ${env:"
              + name
              + ":-...}");
    }
    return expression.substring(separator + 2);
  }

  private String file(String name) throws UnfitException {
    if (name.isBlank()) {
      throw new UnfitException("expected the path of a file, as in ${file:/path}");
    }
    try {
      byte[] content = surroundings.read(base.resolve(name), MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new UnfitException("file " + name + " is larger than 64 kB");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return TRAILING_LINE_ENDS.matcher(text).replaceFirst("");
    } catch (CharacterCodingException e) {
      throw new UnfitException("file " + name + " is not UTF-8 text");
    } catch (IOException | InvalidPathException e) {
      throw new UnfitException("file " + name + " cannot be read: " + reason(e));
    }
  }

  /** Why a file cannot be read, in words. */
  static String reason(Exception fault) {
    return switch (fault) {
      case NoSuchFileException _ -> "it does not exist";
      case AccessDeniedException _ -> "permission denied";
      case InvalidPathException _ -> "its name is not that of a file";
      default -> fault.getMessage() == null ? fault.toString() : fault.getMessage();
    };
  }
}
