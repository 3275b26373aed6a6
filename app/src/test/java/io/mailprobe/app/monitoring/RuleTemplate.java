package io.mailprobe.app.monitoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places for values: <code>${name}</code> stands for one, and what is between the lines
 * <code>#% for each in list</code> and <code>#% end</code> is repeated for each element of a list,
 * whose values are <code>${each}</code>, or <code>${each.name}</code>.
 *
 * @param lines the text
 * @param lists the lists by their names
 */
record RuleTemplate(List<String> lines, Map<String, List<Map<String, String>>> lists) {

  private static final Pattern PLACE = Pattern.compile("\\$\\{([\\w.]+)}");
  private static final Pattern FOR = Pattern.compile("\\s*#% for (\\w+) in ([\\w.]+)");
  private static final Pattern END = Pattern.compile("\\s*#% end");

  RuleTemplate {
    lines = List.copyOf(lines);
  }

  /** The text with all values in their places. */
  String filled(Map<String, String> values) {
    List<String> out = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      Matcher loop = FOR.matcher(lines.get(at));
      if (loop.matches()) {
        int end = end(at + 1);
        for (Map<String, String> element : list(loop.group(2))) {
          out.add(repeated(at + 1, end).filled(with(values, loop.group(1), element)));
        }
        at = end;
      } else {
        out.add(filled(lines.get(at), values));
      }
    }
    return String.join("\n", out);
  }

  private static String filled(String line, Map<String, String> values) {
    return PLACE
        .matcher(line)
        .replaceAll(
            place -> {
              String value = values.get(place.group(1));
              if (value == null) {
                throw new IllegalArgumentException("no value for " + place.group() + ": " + line);
              }
              return Matcher.quoteReplacement(value);
            });
  }

  private RuleTemplate repeated(int from, int to) {
    return new RuleTemplate(lines.subList(from, to), lists);
  }

  private int end(int from) {
    for (int at = from; at < lines.size(); at++) {
      if (END.matcher(lines.get(at)).matches()) {
        return at;
      }
    }
    throw new IllegalArgumentException("no end to " + lines.get(from - 1));
  }

  private List<Map<String, String>> list(String name) {
    List<Map<String, String>> list = lists.get(name);
    if (list == null) {
      throw new IllegalArgumentException("no list " + name);
    }
    return list;
  }

  private static Map<String, String> with(
      Map<String, String> values, String each, Map<String, String> element) {
    Map<String, String> all = new HashMap<>(values);
    element.forEach((name, value) -> all.put(name.isEmpty() ? each : each + '.' + name, value));
    return all;
  }
}
