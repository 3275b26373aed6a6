package io.mailprobe.app.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rule file that ships with the product. */
public final class ShippedRules {

  private static final String NAME = "mailprobe.yml";
  private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  /** What follows the name of a series: its matchers, and perhaps a stretch of time. */
  private static final String OPERAND = "(?![\\w:])\\s*(\\{[^}]*})?\\s*\\[?";

  private final String text;
  private final Set<String> words;

  private ShippedRules(String text) {
    this.text = text;
    words = WORD.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  /** Reads it out of the program. */
  public static ShippedRules read() {
    try (InputStream in = ShippedRules.class.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException(NAME + " is missing from the program");
      }
      return new ShippedRules(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(NAME + " cannot be read", e);
    }
  }

  /** Writes it to a folder; where it is then. */
  public Path writeTo(Path folder) throws IOException {
    return Files.writeString(folder.resolve(NAME), text);
  }

  /** Whether it may read a metric family, by its name as in docs/metrics.md. */
  public boolean mayRead(String family) {
    return words.contains(family) || words.contains(family + "_bucket");
  }

  /** Whether it reads a family over stretches of time only, such as {@code x[2m]}, if at all. */
  public boolean readsOverTime(String family) {
    String names = Pattern.quote(family) + "(?:_bucket)?";
    Matcher reading = Pattern.compile("(?<![\\w:])" + names + OPERAND).matcher(text);
    boolean all = true;
    while (reading.find()) {
      all &= reading.group().endsWith("[");
    }
    return all;
  }
}
