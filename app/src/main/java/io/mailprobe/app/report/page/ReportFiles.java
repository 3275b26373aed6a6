package io.mailprobe.app.report.page;

import io.mailprobe.app.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A report in a folder.
 *
 * @param page the page
 * @param data what is behind it
 */
public record ReportFiles(Path page, Path data) {

  /** Writes them, over those of before; makes the folder where there is none. */
  public static ReportFiles write(Report report, Path folder) throws IOException {
    Files.createDirectories(folder);
    ReportFiles files =
        new ReportFiles(folder.resolve("report.html"), folder.resolve("report.json"));
    Files.write(files.data, report.json());
    Files.write(files.page, Page.of(report));
    return files;
  }
}
