package io.mailprobe.simulator.queue;

import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.Injection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What faults change in a message that is taken: fields of its header, and when it is stamped. */
final class Alteration {

  /** A field with its folded lines (RFC 5322 2.2.3). */
  private static final Pattern FIELD =
      Pattern.compile("([!-9;-~]+)[ \\t]*:.*\\r\\n(?:[ \\t].*\\r\\n)*");

  private Alteration() {}

  /** The message as those that strike it leave it, the oldest first. */
  static QueuedMessage of(QueuedMessage message, List<Injection> strikes) {
    QueuedMessage altered = message;
    for (Injection strike : strikes) {
      altered =
          switch (strike.fault()) {
            case Fault.Strip(var names) ->
                edited(altered, field -> names.contains(name(field)) ? "" : field.group());
            case Fault.Rewrite(var name, var body) ->
                edited(
                    altered,
                    field ->
                        name(field).equalsIgnoreCase(name)
                            ? field.group(1) + ": " + body + "\r\n"
                            : field.group());
            case Fault.Skew(var ahead) -> altered.stampedAt(altered.accepted().plus(ahead));
            case Fault.Hold _, Fault.Drop _, Fault.Bounce _, Fault.DelayReport _ -> altered;
            case Fault.Duplicate _, Fault.OfSession _, Fault.OfServer _, Fault.OfWorld _ -> altered;
          };
    }
    return altered;
  }

  private static String name(MatchResult field) {
    return field.group(1).toLowerCase(Locale.ROOT);
  }

  private static QueuedMessage edited(QueuedMessage message, Function<MatchResult, String> edit) {
    String content = message.content();
    StringBuilder edited = new StringBuilder(content.length());
    Matcher field = FIELD.matcher(content);
    int end = 0;
    while (field.find(end) && field.start() == end) { // Up to the line that ends the header.
      edited.append(edit.apply(field));
      end = field.end();
    }
    return message.withContent(edited.append(content, end, content.length()).toString());
  }
}
