package io.mailprobe.app.cli;

import io.mailprobe.app.config.ConfigException;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.bind.Problem;
import io.mailprobe.app.doctor.Finding;
import io.mailprobe.app.doctor.Standing;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What reading the configuration shows, as the first of the doctor's checks. */
final class ConfigFindings {

  private static final String CONFIGURATION = "configuration";

  private ConfigFindings() {}

  static Finding of(Path file, ConfigFile read) {
    List<Problem> warnings = read.warnings();
    return warnings.isEmpty()
        ? finding(file, Standing.OK, CheckCommand.summary(read.config()), List.of())
        : finding(file, Standing.NOTE, words(file, warnings), List.of());
  }

  static Finding of(Path file, ConfigException fault) {
    return finding(
        file,
        Standing.FAULT,
        words(file, fault.problems()),
        List.of("mend these; nothing else can be looked at before: mailprobe check " + file));
  }

  private static Finding finding(Path file, Standing standing, String seen, List<String> remedies) {
    return new Finding(CONFIGURATION, file.toString(), standing, seen, remedies, Optional.empty());
  }

  private static String words(Path file, List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.describe(String.valueOf(file.getFileName())))
        .map(line -> line.lines().findFirst().orElse(line))
        .collect(Collectors.joining("; "));
  }
}
