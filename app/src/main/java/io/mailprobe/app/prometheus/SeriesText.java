package io.mailprobe.app.prometheus;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Series as OpenMetrics text with timestamps. */
final class SeriesText {

  private static final String EOF = "# EOF\n";

  private SeriesText() {}

  /** Writes them, each metric in one piece, as the format wants it. */
  static void write(List<Series> series, Path file) throws IOException {
    Files.writeString(file, EOF);
    append(series, file);
  }

  /** Adds them to the end of a file of other metrics. */
  static void append(List<Series> series, Path file) throws IOException {
    try (FileChannel end = FileChannel.open(file, StandardOpenOption.WRITE)) {
      FileChannel _ = end.truncate(end.size() - EOF.length());
    }
    Map<String, List<Series>> metrics = new LinkedHashMap<>();
    series.forEach(each -> metrics.computeIfAbsent(each.name(), _ -> new ArrayList<>()).add(each));
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
      for (Map.Entry<String, List<Series>> metric : metrics.entrySet()) {
        for (Series each : metric.getValue()) {
          String start = metric.getKey() + labels(each) + ' ';
          for (int i = 0; i < each.size(); i++) {
            writer.write(start + number(each.value(i)) + ' ' + each.second(i) + '\n');
          }
        }
      }
      writer.write(EOF);
    }
  }

  private static String labels(Series series) {
    return series.labels().entrySet().stream()
        .filter(label -> !label.getKey().equals("__name__"))
        .map(label -> label.getKey() + "=\"" + escape(label.getValue()) + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return Double.toString(value);
  }
}
