package io.mailprobe.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.classify.Classification;
import io.mailprobe.protocol.classify.Classifier;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.classify.Reason;
import io.mailprobe.protocol.classify.Rule;
import io.mailprobe.protocol.reply.NestedReply;
import io.mailprobe.protocol.session.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that ship say of each known reply what the tables say. */
class RuleFileTest {

  private static final Path TABLES = Path.of("src/test/resources/classification");
  private static final Classifier CLASSIFIER = RuleFile.classifier(List.of());

  /** A line of a table: a reply, and what is to be found of it. */
  record Row(String reply, String replyClass, String reason, String party, Optional<Phase> phase) {

    private static Row of(String line) {
      String[] cells = line.split(" \\| ", -1);
      assertThat(cells).as(line).hasSizeBetween(4, 5);
      Optional<Phase> phase =
          cells.length == 4
              ? Optional.empty()
              : Optional.of(Phase.valueOf(cells[4].toUpperCase(Locale.ROOT)));
      return new Row(cells[0], cells[1], cells[2], cells[3], phase);
    }
  }

  static Stream<Row> rows() throws IOException {
    try (Stream<Path> tables = Files.list(TABLES)) {
      return tables.sorted().toList().stream().flatMap(RuleFileTest::rowsOf);
    }
  }

  private static Stream<Row> rowsOf(Path table) {
    try {
      return Files.readAllLines(table).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Row::of);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachKnownReplyHasItsReason(Row row) {
    Classification found = classify(row.reply(), row.phase());

    assertThat(
            new Row(
                row.reply(),
                found.replyClass().label(),
                found.reason().label(),
                found.party().label(),
                row.phase()))
        .isEqualTo(row);
  }

  @Test
  void noRuleIsNeverReached() throws IOException {
    Set<String> unused = new HashSet<>(RuleFile.shipped().stream().map(Rule::name).toList());
    rows()
        .map(row -> classify(row.reply(), row.phase()))
        .flatMap(found -> found.rule().stream())
        .forEach(match -> unused.remove(match.rule().name()));
    assertThat(unused).as("rules that no reply of the tables reaches").isEmpty();
  }

  @Test
  void everyReasonHasARule() {
    Set<Reason> unused = new HashSet<>(List.of(Reason.values()));
    RuleFile.shipped().forEach(rule -> unused.remove(rule.reason()));
    assertThat(unused).containsExactly(Reason.UNCLASSIFIED);
  }

  /** {@code 432 4.3.2} has the enhanced code of the outage and is our own doing. */
  @Test
  void tooManySubmissionsAtOnceAreNeverAnOutage() {
    for (String text : List.of("", "4.3.2", "4.3.2 anything", "4.3.2 Service not active")) {
      assertThat(classify("432 " + text, Optional.empty()).party())
          .as(text)
          .isNotEqualTo(Party.EXCHANGE_ONLINE);
    }
  }

  /** The same words with the other first digit are of the other class, whatever rule matches. */
  @ParameterizedTest
  @MethodSource("rows")
  void theFirstDigitAloneDecidesBetweenTransientAndPermanent(Row row) {
    char other = row.reply().charAt(0) == '4' ? '5' : '4';
    Classification found =
        classify(other + row.reply().substring(1).replaceAll("\n.", "\n" + other), row.phase());
    assertThat(found.replyClass().label())
        .isEqualTo(other == '4' ? "transient" : "permanent")
        .isNotEqualTo(row.replyClass());
  }

  private static Classification classify(String text, Optional<Phase> phase) {
    NestedReply reply = NestedReply.read(text).orElseThrow();
    return phase
        .map(where -> CLASSIFIER.classify(reply.outer(), where))
        .orElseGet(() -> CLASSIFIER.classify(reply));
  }
}
