package io.mailprobe.app.monitoring;

import io.mailprobe.app.monitoring.Simulated.Outage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Eighty minutes of three regions as Prometheus would have scraped them, up to now: all healthy;
 * from minute 25 to 50 amer is turned away and then recovers; from minute 70 on apac is turned away
 * and has not recovered. Canaries see it at four of amer's ten front ends, and at one of apac's. Of
 * the first outage Microsoft tells from minute 40 on.
 */
final class History {

  static final Duration LENGTH = Duration.ofMinutes(80);
  static final int SCRAPE_SECONDS = 15;
  static final Duration ONSET = Duration.ofMinutes(25);
  static final Duration END = Duration.ofMinutes(50);
  static final Duration ACKNOWLEDGED = Duration.ofMinutes(40);
  static final Duration SECOND_ONSET = Duration.ofMinutes(70);

  private static final Outage NONE = new Outage(0, 0);

  private final Instant start;
  private final List<Simulated> routes = new ArrayList<>();

  History(Instant now) {
    this.start = Instant.ofEpochSecond(now.getEpochSecond()).minus(LENGTH);
    int seconds = (int) LENGTH.toSeconds();
    Outage amer = new Outage((int) ONSET.toSeconds(), (int) END.toSeconds());
    Outage apac = new Outage((int) SECOND_ONSET.toSeconds(), Integer.MAX_VALUE);
    routes.add(new Simulated("amer", "outbound", "outbound", amer, 10, seconds));
    routes.add(new Simulated("emea", "outbound", "outbound", NONE, 10, seconds));
    routes.add(new Simulated("apac", "outbound", "outbound", apac, 60, seconds));
    Stream.of("amer", "emea", "apac")
        .forEach(
            region -> routes.add(new Simulated(region, "control", "control", NONE, 30, seconds)));
  }

  /** The instant this long after its beginning. */
  Instant at(Duration sinceStart) {
    return start.plus(sinceStart);
  }

  /** Writes it in OpenMetrics text, each family in one piece. */
  void write(Path file) throws IOException {
    Map<String, StringBuilder> families = new LinkedHashMap<>();
    for (int second = 0; second <= LENGTH.toSeconds(); second += SCRAPE_SECONDS) {
      int now = second;
      for (Simulated route : routes) {
        route.scrape(now, (series, value) -> add(families, series, now, value));
        double last = route.lastArrival(now);
        add(
            families,
            route.series("mailprobe_last_delivery_timestamp_seconds"),
            now,
            last == 0 ? 0 : start.getEpochSecond() + last);
        double attempt = route.lastAttempt(now);
        add(
            families,
            route.series("mailprobe_last_submission_attempt_timestamp_seconds"),
            now,
            attempt == 0 ? 0 : start.getEpochSecond() + attempt);
      }
      processes(families, now);
      canary(families, now, "amer", "namprd07", amerRefuses(now) ? 4 : 0);
      canary(families, now, "apac", "apcprd03", now >= SECOND_ONSET.toSeconds() ? 1 : 0);
    }
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (StringBuilder lines : families.values()) {
        writer.append(lines);
      }
      writer.write("# EOF\n");
    }
  }

  private void processes(Map<String, StringBuilder> families, int now) {
    for (String region : List.of("amer", "emea", "apac")) {
      String target =
          "job=\"mailprobe\",instance=\"prober-%s:8080\",role=\"prober\",region=\"%s\""
              .formatted(region, region);
      add(families, "up{" + target + "}", now, 1);
      // emea's prober was restarted at minute 10.
      long started = region.equals("emea") && now >= 600 ? 595 : -3600;
      add(
          families,
          "process_start_time_seconds{" + target + "}",
          now,
          start.getEpochSecond() + started);
      add(
          families,
          "mailprobe_feed_last_success_timestamp_seconds{feed=\"receiver\"," + target + "}",
          now,
          start.getEpochSecond() + now - 2);
    }
    if (now >= ACKNOWLEDGED.toSeconds()) {
      add(
          families,
          "mailprobe_service_health_issue{job=\"mailprobe\",instance=\"prober-amer:8080\","
              + "role=\"prober\",region=\"amer\",issue_id=\"EX1331830\","
              + "feature=\"Mailflow - delayed delivery\",status=\"serviceDegradation\"}",
          now,
          now < END.toSeconds() ? 1 : 0);
    }
    String receiver = "{job=\"mailprobe\",instance=\"receiver:8080\",role=\"receiver\"";
    add(families, "up" + receiver + "}", now, 1);
    add(families, "mailprobe_receiver_arrivals_total" + receiver + "}", now, now / 3.0);
    add(
        families,
        "mailprobe_receiver_deferrals_total" + receiver + ",reason=\"connections\"}",
        now,
        now < 900 ? 0 : 1);
    add(
        families,
        "mailprobe_receiver_refusals_total" + receiver + ",reason=\"recipient\"}",
        now,
        now / 300);
  }

  private static boolean amerRefuses(int now) {
    return ONSET.toSeconds() < now && now < END.toSeconds();
  }

  /** A canary of a region's inbound route at ten front ends of one forest. */
  private void canary(
      Map<String, StringBuilder> families, int now, String region, String forest, int refusing) {
    String labels =
        "{region=\"%s\",route=\"inbound\",path=\"inbound\",forest=\"%s\"".formatted(region, forest);
    String all = "mailprobe_canary_front_ends" + labels + ",outcome=\"";
    add(families, all + "accepted\"}", now, 10 - refusing);
    add(families, all + "deferred\"}", now, refusing);
    add(families, "mailprobe_canary_front_ends_refusing" + labels + "}", now, refusing);
    for (int number = 1; number <= 10; number++) {
      String frontEnd =
          number > refusing
              ? ",name=\"none\",outcome=\"accepted\""
              : ",name=\"ca%04d.%s.prod.outlook.com\",outcome=\"deferred\""
                  .formatted(number, forest);
      String endpoint = ",endpoint=\"127.0.0.%d:25\"}".formatted(number);
      add(families, "mailprobe_canary_front_end_info" + labels + frontEnd + endpoint, now, 1);
    }
  }

  private void add(Map<String, StringBuilder> families, String series, long second, Number value) {
    families
        .computeIfAbsent(series.substring(0, series.indexOf('{')), _ -> new StringBuilder())
        .append(series)
        .append(' ')
        .append(value)
        .append(' ')
        .append(start.getEpochSecond() + second)
        .append('\n');
  }
}
