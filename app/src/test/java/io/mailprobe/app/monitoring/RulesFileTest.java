package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The committed rules are the generated ones; {@code ./dev monitoring --write} writes them anew.
 */
class RulesFileTest {

  private static final String TEMPLATE = "app/src/test/rules/mailprobe.yml";
  private static final String RULES = "prometheus/rules/mailprobe.yml";

  @Test
  void fileIsWhatTheGeneratorWrites() throws Exception {
    String generated = template().filled(Thresholds.values());
    if (Boolean.getBoolean("mailprobe.write")) {
      Files.writeString(Repository.file(RULES), generated);
    }
    assertThat(Repository.read(RULES))
        .as("run ./dev monitoring --write to write %s anew", RULES)
        .isEqualTo(generated);
  }

  @Test
  void everyThresholdIsUsed() {
    Set<String> named = new TreeSet<>();
    Pattern.compile("\\$\\{([\\w.]+)}|#% for \\w+ in ([\\w.]+)")
        .matcher(Repository.read(TEMPLATE))
        .results()
        .forEach(match -> named.add(match.group(1) == null ? match.group(2) : match.group(1)));
    assertThat(named)
        .containsAll(Thresholds.values().keySet())
        .containsAll(Thresholds.lists().keySet());
  }

  @Test
  void placesAreFilledAndListsRepeated() {
    RuleTemplate template =
        new RuleTemplate(
            List.of("a: ${x}", "  #% for each in all", "- ${each} ${each.y} ${x}", "  #% end", "z"),
            Map.of("all", List.of(Map.of("", "1", "y", "$1"), Map.of("", "2", "y", "b"))));
    assertThat(template.filled(Map.of("x", "0"))).isEqualTo("a: 0\n- 1 $1 0\n- 2 b 0\nz");
  }

  @Test
  void whatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> of("${x}").filled(Map.of())).hasMessageContaining("${x}");
    assertThatThrownBy(() -> of("#% for a in b", "#% end").filled(Map.of()))
        .hasMessage("no list b");
    assertThatThrownBy(() -> of("#% for a in b").filled(Map.of()))
        .hasMessage("no end to #% for a in b");
  }

  /** What the shipped rules are written from. */
  static RuleTemplate template() {
    return new RuleTemplate(List.of(Repository.read(TEMPLATE).split("\n", -1)), Thresholds.lists());
  }

  private static RuleTemplate of(String... lines) {
    return new RuleTemplate(List.of(lines), Map.of());
  }
}
