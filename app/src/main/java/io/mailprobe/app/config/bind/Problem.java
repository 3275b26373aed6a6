package io.mailprobe.app.config.bind;

import java.util.Locale;
import java.util.Optional;

/**
 * Something wrong in a configuration. Its words say what to do, and never hold a secret.
 *
 * @param severity whether the configuration can be used all the same
 * @param place where it is
 * @param key the path of the key, such as {@code routes[0].every}; empty for the file as a whole
 * @param message what is wrong and what to do about it
 * @param snippet the line in question with a mark below it, where the file is not even YAML
 */
public record Problem(
    Severity severity, Place place, String key, String message, Optional<String> snippet) {

  /** How bad a problem is. */
  public enum Severity {
    /** The configuration cannot be used. */
    ERROR,
    /** It can, but hardly as it was meant. */
    WARNING;

    /** The name in output. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One line as compilers write it, and the snippet below it if there is one. */
  public String describe(String file) {
    String kind = severity == Severity.WARNING ? "warning: " : "";
    String at = key.isEmpty() ? "" : key + ": ";
    String separator = kind.isEmpty() && !at.isEmpty() ? " " : ": ";
    String line = file + ":" + place + separator + kind + at + message;
    String plain = line.replaceAll("\\p{Cntrl}", " ");
    return snippet.map(text -> plain + "\n" + text).orElse(plain);
  }
}
