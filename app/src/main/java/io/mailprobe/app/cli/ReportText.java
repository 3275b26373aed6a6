package io.mailprobe.app.cli;

import io.mailprobe.app.report.Report;
import io.mailprobe.app.report.Sign;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A report in a terminal: what was seen first, the alerts, and the posts beside them. */
public final class ReportText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private ReportText() {}

  /** Prints it. */
  public static void print(Report report, PrintWriter out) {
    out.printf(
        "%s: %s to %s UTC%n",
        report.header().title(), time(report.header().from()), time(report.header().to()));
    report.summary().forEach(out::println);
    for (Report.Region region : report.regions()) {
      if (!region.spells().isEmpty()) {
        out.printf("%n%s%n", region.region());
        region.spells().forEach(spell -> print(spell, out));
      }
    }
    if (report.alerts().known()) {
      out.printf("%nAlerts%n");
      report.alerts().spells().forEach(alert -> print(alert, out));
      if (report.alerts().spells().isEmpty()) {
        out.println("  none fired");
      }
    } else {
      out.printf("%nAlerts were not evaluated: prometheus is not installed.%n");
    }
    if (!report.posts().isEmpty()) {
      out.printf("%nPosts, and by how much the first page and each region were before them%n");
      report.posts().forEach(post -> print(post, out));
    }
    report.notes().forEach(note -> out.println(note));
  }

  private static void print(Report.Spell spell, PrintWriter out) {
    out.printf(
        "  %s to %s  %s; oldest age %s; %s%n",
        time(spell.began()),
        spell.ended().map(ReportText::time).orElse("the end"),
        String.join(", ", spell.ways()),
        text(spell.oldestAgeSeconds()),
        spell.partyWords());
    spell.firstFailure().ifPresent(sign -> out.printf("    first failure   %s%n", text(sign)));
    spell.firstDeferral().ifPresent(sign -> out.printf("    first deferral  %s%n", text(sign)));
  }

  private static String text(Sign.Session sign) {
    return "%s  %s at %s%s%s: %s"
        .formatted(
            time(sign.at()),
            sign.outcome(),
            sign.phase(),
            sign.code().map(code -> " " + code).orElse(""),
            sign.enhanced().map(code -> " " + code).orElse(""),
            sign.text());
  }

  private static void print(Report.Alert alert, PrintWriter out) {
    out.printf(
        "  %s  %-12s  %-8s  %s %s%n",
        time(alert.fired()),
        alert.cleared().map(end -> "for " + text(alert.lastsSeconds())).orElse("to the end"),
        alert.severity(),
        alert.alert(),
        alert.labels().entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(" ")));
  }

  private static void print(Report.PostLead post, PrintWriter out) {
    out.printf(
        "  %s  page %-12s %s  %s%n",
        time(post.at()),
        lead(post.pageLeadSeconds()),
        post.leads().entrySet().stream()
            .map((Map.Entry<String, Double> lead) -> lead.getKey() + " " + text(lead.getValue()))
            .collect(Collectors.joining(", ")),
        post.text());
  }

  private static String lead(Optional<Double> seconds) {
    return seconds.map(ReportText::text).orElse("none");
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }

  private static String text(double seconds) {
    Duration duration = Duration.ofSeconds(Math.round(Math.abs(seconds)));
    String sign = seconds < 0 ? "-" : "";
    if (duration.toHours() > 0) {
      return "%s%d h %d min".formatted(sign, duration.toHours(), duration.toMinutesPart());
    }
    return duration.toMinutes() > 0
        ? "%s%d min %d s".formatted(sign, duration.toMinutes(), duration.toSecondsPart())
        : sign + duration.toSeconds() + " s";
  }
}
