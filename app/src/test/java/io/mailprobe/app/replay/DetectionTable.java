package io.mailprobe.app.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The README's table of what is seen when, out of the files in {@code docs/detection}. */
final class DetectionTable {

  static final Path FOLDER = Path.of("../docs/detection");

  private static final Path README = Path.of("../README.md");
  private static final String BEGIN =
      "<!-- Written by ./dev replays --write from docs/detection. -->";
  private static final String END = "<!-- detection ends -->";

  /** One row of a file: an alert in a region. */
  private record Row(String alert, String severity, String region, Duration fires) {

    static final String HEAD = "| alert |";

    static Row of(String line) {
      String[] cells = line.split("\\s*\\|\\s*", -1);
      return new Row(cells[1], cells[2], cells[3], after(cells[4]));
    }

    private static Duration after(String text) {
      boolean before = text.startsWith("-");
      String[] parts = text.substring(before ? 1 : 0).split(":", -1);
      Duration after =
          Duration.ofHours(Long.parseLong(parts[0]))
              .plusMinutes(Long.parseLong(parts[1]))
              .plusSeconds(Long.parseLong(parts[2]));
      return before ? after.negated() : after;
    }
  }

  private DetectionTable() {}

  /** What the README has. */
  static String inReadme() throws IOException {
    String text = Files.readString(README);
    return text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END)).strip();
  }

  /** Writes it anew. */
  static void write() throws IOException {
    String text = Files.readString(README);
    Files.writeString(
        README,
        text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
            + "\n\n"
            + text()
            + "\n\n"
            + text.substring(text.indexOf(END)));
  }

  /** What it is to have. */
  static String text() throws IOException {
    StringBuilder table =
        new StringBuilder("| scenario | first told of by | first page | alerts |\n")
            .append("| --- | --- | --- | --- |\n");
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        table.append(line(file)).append('\n');
      }
    }
    return table.toString().strip();
  }

  private static String line(Path file) throws IOException {
    String fileName = file.getFileName().toString();
    List<Row> rows =
        Files.readAllLines(file).stream()
            .dropWhile(line -> !line.startsWith(Row.HEAD))
            .skip(2) // The head, and the line below it.
            .map(Row::of)
            .sorted(Comparator.comparing(Row::fires))
            .toList();
    String alerts =
        rows.stream()
            .map(row -> row.alert().replace("MailProbe", ""))
            .distinct()
            .collect(Collectors.joining(", "));
    return "| [%s](docs/detection/%s) | %s | %s | %s |"
        .formatted(
            fileName.replace(".md", ""),
            fileName,
            told(rows.stream().findFirst()),
            told(rows.stream().filter(row -> row.severity().equals("critical")).findFirst()),
            alerts.isEmpty() ? "none" : alerts);
  }

  private static String told(Optional<Row> first) {
    return first
        .map(row -> row.alert().replace("MailProbe", "") + " after " + text(row.fires()))
        .orElse("none");
  }

  private static String text(Duration after) {
    Duration size = after.abs();
    String sign = after.isNegative() ? "-" : "";
    if (size.toMinutes() >= 60) {
      return "%s%d h %d min".formatted(sign, size.toHours(), size.toMinutesPart());
    }
    return size.toMinutes() > 0
        ? "%s%d min %d s".formatted(sign, size.toMinutes(), size.toSecondsPart())
        : "%s%d s".formatted(sign, size.toSeconds());
  }
}
