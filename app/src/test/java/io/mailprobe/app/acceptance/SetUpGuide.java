package io.mailprobe.app.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a guide, above all docs/set-up.md, tells a reader to type, in its order. */
final class SetUpGuide {

  private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+)\\n(.*?)```");
  private static final Pattern INDENTED = Pattern.compile("(?m)^ {4}(\\S.*)$");
  private static final Pattern RECORD =
      Pattern.compile("(?m)^\\| `?([^`|]+?)`? \\| ([A-Z]+) \\| `?([^`|]+?)`? \\|");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /** A command of PowerShell, wherever in a line it stands: a verb and a noun. */
  private static final Pattern CMDLET = Pattern.compile("\\b([A-Z][a-z]+-[A-Z][A-Za-z]+)\\b");

  private final String text;

  private SetUpGuide(String text) {
    this.text = text;
  }

  static SetUpGuide read() throws IOException {
    return of("set-up.md");
  }

  /** Another document. */
  static SetUpGuide of(String document) throws IOException {
    return new SetUpGuide(Files.readString(Path.of("../docs", document)));
  }

  /** The part under a heading. */
  SetUpGuide section(String heading) {
    int begin = text.indexOf("\n## " + heading);
    if (begin < 0) {
      throw new AssertionError("the guide has no section " + heading);
    }
    int end = text.indexOf("\n## ", begin + 1);
    return new SetUpGuide(text.substring(begin, end < 0 ? text.length() : end));
  }

  /** The only block of its language. */
  String block(String language) {
    List<String> blocks = blocks(language);
    if (blocks.size() != 1) {
      throw new AssertionError(blocks.size() + " blocks of " + language);
    }
    return blocks.getFirst();
  }

  /** All blocks of a language. */
  List<String> blocks(String language) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  /** The lines of PowerShell that do something. */
  List<String> powerShell() {
    return blocks("powershell").stream()
        .flatMap(String::lines)
        .filter(line -> !line.isBlank())
        .toList();
  }

  /** The commands in a line of PowerShell: {@code New-Mailbox}. */
  static Stream<String> cmdlets(String line) {
    // What stands in quotes is text, or a name.
    return CMDLET.matcher(line.replaceAll("'[^']*'", "''")).results().map(MatchResult::group);
  }

  /**
   * A record to publish.
   *
   * @param name its name; {@link #HOST} where it is the address of the reader's host
   * @param value what it says, or {@link #HOST}
   */
  record DnsRecord(String name, String type, String value) {
    static final String HOST = "the host's address";
  }

  /** The rows of the table of records. */
  List<DnsRecord> dnsRecords() {
    return RECORD
        .matcher(text)
        .results()
        .map(row -> new DnsRecord(row.group(1), row.group(2), row.group(3)))
        .toList();
  }

  /** The lines to type into a shell. */
  List<String> shell() {
    String prose = BLOCK.matcher(text).replaceAll("");
    return INDENTED.matcher(prose).results().map(line -> line.group(1)).toList();
  }

  /** The words of a line of a shell. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words;
  }
}
