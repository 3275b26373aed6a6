package io.mailprobe.app.config.bind;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kinds of value that any configuration has. */
public final class Kinds {

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})\\s*([A-Za-z]*)");

  private Kinds() {}

  /** Reads a text. */
  @FunctionalInterface
  public interface Parser<T> {
    T parse(String text) throws UnfitException;
  }

  /** One piece of text, read by a parser. */
  public static <T> Kind<T> scalar(String label, Parser<T> parser) {
    return new Scalar<>(label, false, (text, _) -> parser.parse(text));
  }

  /** One piece of text that fits. */
  public static Kind<String> text(String label, String expected, Predicate<String> fits) {
    return scalar(
        label,
        text -> {
          if (!fits.test(text)) {
            throw new UnfitException(expected);
          }
          return text;
        });
  }

  /** A text that is never shown, of at least so many bytes. */
  public static Kind<Secret> secret(int leastBytes) {
    return new Scalar<>(
        "secret",
        true,
        (text, _) -> {
          if (text.isBlank()) {
            throw new UnfitException("the secret is empty");
          }
          if (text.getBytes(StandardCharsets.UTF_8).length < leastBytes) {
            throw new UnfitException(
                "the secret has less than "
                    + leastBytes
                    + " bytes; make one with: openssl rand -hex 32");
          }
          if (!text.chars().allMatch(c -> c >= ' ' && c != 0x7F)) {
            throw new UnfitException("the secret holds line breaks or control characters");
          }
          return new Secret(text);
        });
  }

  /** The path of a file or folder; a relative one starts from the folder of the configuration. */
  public static Kind<Path> path() {
    return new Scalar<>(
        "path",
        false,
        (text, at) -> {
          if (text.isBlank()) {
            throw new UnfitException("expected the path of a file");
          }
          return at.path(text);
        });
  }

  /** One piece of text that may name files, read by a parser. */
  public static <T> Kind<T> located(String label, LocatedParser<T> parser) {
    return new Scalar<>(label, false, (text, at) -> parser.parse(text, at::path));
  }

  /** Reads a text that may name files. */
  @FunctionalInterface
  public interface LocatedParser<T> {
    T parse(String text, Paths paths) throws UnfitException;
  }

  /** Finds files; relative names start from the folder of the configuration. */
  @FunctionalInterface
  public interface Paths {
    Path path(String text) throws UnfitException;
  }

  /** A whole number within bounds, both included. */
  public static Kind<Integer> integer(int least, int most) {
    String expected = "expected a whole number from " + least + " to " + most;
    return scalar(
        "number",
        text -> {
          if (!text.matches("[+-]?[0-9]{1,18}")) {
            throw new UnfitException(expected);
          }
          long number = Long.parseLong(text);
          if (number < least || number > most) {
            throw new UnfitException(expected);
          }
          return (int) number;
        });
  }

  /** A number of bytes such as {@code 10MB} or {@code 512KiB}, within bounds. */
  public static Kind<Long> size(long least, long most) {
    return scalar(
        "size",
        text -> {
          Matcher matcher = SIZE.matcher(text);
          long unit = matcher.matches() ? unit(matcher.group(2)) : 0;
          if (unit == 0) {
            throw new UnfitException("expected a size such as 512kB, 10MB or 1MiB");
          }
          long number = Long.parseLong(matcher.group(1));
          if (number > most / unit || number * unit < least) {
            throw new UnfitException("expected a size from " + least + " to " + most + " bytes");
          }
          return number * unit;
        });
  }

  private static long unit(String name) {
    return switch (name) {
      case "", "B" -> 1;
      case "kB", "KB" -> 1_000;
      case "MB" -> 1_000_000;
      case "GB" -> 1_000_000_000;
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      default -> 0;
    };
  }

  /** One of an enumeration's constants, written in lower case with dashes. */
  public static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    List<E> all = List.of(type.getEnumConstants());
    List<String> names = all.stream().map(Kinds::written).toList();
    return scalar(
        String.join(" | ", names),
        text -> {
          int index = names.indexOf(text);
          if (index < 0) {
            Optional<String> near = Nearest.to(text, names);
            throw new UnfitException(
                "expected " + (names.size() == 1 ? "" : "one of ") + String.join(", ", names),
                near.map(name -> "did you mean " + name + "?").orElse(""));
          }
          return all.get(index);
        });
  }

  /** How a constant is written in a configuration. */
  public static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A list of at least so many items. */
  public static <T> Kind<List<T>> listOf(Kind<T> element, int least) {
    return new Listing<>(element, Optional.empty(), least, false);
  }

  /** A list of sections of which no two have the same value of a key. */
  public static <T> Kind<List<T>> listOf(Section<T> element, int least, Key<String> unique) {
    return new Listing<>(element, Optional.of(unique.name()), least, false);
  }

  /** One value, or a list of at least one. */
  public static <T> Kind<List<T>> oneOrMore(Kind<T> element) {
    return new Listing<>(element, Optional.empty(), 1, true);
  }

  /** A value in place, or the path of a file that holds it and nothing else. */
  public static <T> Kind<T> orFile(Kind<T> inPlace, Section<T> file) {
    return new Included<>(inPlace, file);
  }

  /** The keys of a section and, below it, of the sections that it holds: the reference's rows. */
  public static Stream<Row> rows(Section<?> section) {
    return rows("", section);
  }

  private static Stream<Row> rows(String prefix, Section<?> section) {
    return section.keys().stream()
        .flatMap(
            key -> {
              String path = prefix + key.name();
              Row row = new Row(path, key.kind().label(), key.otherwise(), key.meaning());
              return Stream.concat(Stream.of(row), below(path, key.kind()));
            });
  }

  private static Stream<Row> below(String path, Kind<?> kind) {
    return switch (kind) {
      case Section<?> section -> rows(path + ".", section);
      case Listing<?> list -> below(path + "[]", list.element());
      case Included<?> included -> below(path, included.inPlace());
      case Scalar<?> _ -> Stream.empty();
    };
  }

  /** What the reference says of one key. */
  public record Row(String path, String kind, String otherwise, String meaning) {}
}
