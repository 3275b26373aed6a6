package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.report.Incident;
import io.mailprobe.app.report.page.ReportFiles;
import io.mailprobe.testkit.peers.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The report's page in a real browser, and on paper out of it. */
@Timeout(180)
class ReportIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Left, top, right and bottom of a word on its page. */
  private static final Pattern WORD =
      Pattern.compile(
          "<word xMin=\"([-0-9.]+)\" yMin=\"([-0-9.]+)\" xMax=\"([-0-9.]+)\" yMax=\"([-0-9.]+)\"");

  private static final Pattern SHEET =
      Pattern.compile("<page width=\"([0-9.]+)\" height=\"([0-9.]+)\"");
  private static final double A4_WIDTH = 595;

  @TempDir Path folder;

  @Test
  void itOpensWithoutANetworkAndPrintsWithoutACut() throws Exception {
    ReportFiles files = ReportFiles.write(Incident.report(), folder.resolve("report"));
    Path paper = folder.resolve("report.pdf");
    Path requests = folder.resolve("requests.json");
    Command browser =
        Command.run(
            PATIENCE,
            Command.require("chromium").toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--enable-logging=stderr",
            "--user-data-dir=" + folder.resolve("profile"),
            "--log-net-log=" + requests,
            "--no-pdf-header-footer",
            "--print-to-pdf=" + paper,
            files.page().toUri().toString());
    assertThat(browser.status()).as(browser.output()).isZero();
    assertThat(browser.output()).as("nothing to complain of").doesNotContain("CONSOLE");
    assertThat(Files.readString(requests))
        .as("nothing is fetched")
        .contains("events")
        .doesNotContain("probe.example", "outlook.com");
    Path words = folder.resolve("words.html");
    Command read =
        Command.run(
            PATIENCE,
            Command.require("pdftotext").toString(),
            "-bbox",
            paper.toString(),
            words.toString());
    assertThat(read.status()).as(read.output()).isZero();
    String printed = Files.readString(words);
    assertThat(printed).contains(">EX1331830,<", ">Deferrals<", ">421<");
    Matcher sheet = SHEET.matcher(printed);
    assertThat(sheet.find()).isTrue();
    double width = Double.parseDouble(sheet.group(1));
    double height = Double.parseDouble(sheet.group(2));
    assertThat(width).as("A4").isBetween(A4_WIDTH - 1, A4_WIDTH + 1);
    Matcher word = WORD.matcher(printed);
    int count = 0;
    while (word.find()) {
      count++;
      assertThat(Double.parseDouble(word.group(1))).as(word.group()).isNotNegative();
      assertThat(Double.parseDouble(word.group(2))).as(word.group()).isNotNegative();
      assertThat(Double.parseDouble(word.group(3))).as(word.group()).isLessThanOrEqualTo(width);
      assertThat(Double.parseDouble(word.group(4))).as(word.group()).isLessThanOrEqualTo(height);
    }
    assertThat(count).isGreaterThan(1_000);
  }
}
