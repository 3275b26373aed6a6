package io.mailprobe.app.config.bind;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value that is written as one piece of text.
 *
 * @param label what the reference calls it
 * @param secret whether errors must not show what was given
 * @param parser reads the text, after what it stands for was put in
 */
record Scalar<T>(String label, boolean secret, Parser<T> parser) implements Kind<T> {

  private static final int SHOWN = 60;

  /** A password as URLs may hold it. */
  private static final Pattern EMBEDDED_SECRET =
      Pattern.compile("(?i)(?<=(?:password|secret|token)=)[^&\\s]+|(?<=://)[^/@\\s]*(?=@)");

  /** Reads a text. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text, Reading at) throws UnfitException;
  }

  @Override
  public Optional<T> read(Value value, Reading at) {
    return switch (value) {
      case Value.Text text when text.absent() -> {
        at.problems().error(at.parent(), at.key(), "has no value: expected " + label);
        yield Optional.empty();
      }
      case Value.Text text -> parse(text, at);
      case Value.Broken _ -> Optional.empty();
      case Value.Items _, Value.Mapping _ -> {
        at.problems()
            .error(
                value.place(), at.key(), "expected one value (" + label + "), got " + value.what());
        yield Optional.empty();
      }
    };
  }

  private Optional<T> parse(Value.Text text, Reading at) {
    String resolved;
    try {
      resolved = at.resolve(text.raw());
    } catch (UnfitException e) {
      at.problems().error(text.place(), at.key(), e.expected());
      return Optional.empty();
    }
    try {
      return Optional.of(parser.parse(resolved, at));
    } catch (UnfitException e) {
      at.problems().error(text.place(), at.key(), describe(text.raw(), e));
      return Optional.empty();
    }
  }

  /** What was given is told as far as it may be shown: never what was put in from elsewhere. */
  private String describe(String raw, UnfitException unfit) {
    if (secret) {
      return unfit.expected();
    }
    if (Substitution.concerns(raw)) {
      return unfit.expected() + "; what ${...} stands for here is not";
    }
    return unfit.describe(shown(raw));
  }

  private static String shown(String raw) {
    String text = EMBEDDED_SECRET.matcher(raw.replaceAll("\\p{Cntrl}+", " ")).replaceAll("...");
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
