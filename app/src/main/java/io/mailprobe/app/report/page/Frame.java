package io.mailprobe.app.report.page;

import io.mailprobe.app.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where things are in a chart: one time axis (UTC) that all charts of a page share.
 *
 * @param from the left end
 * @param to the right end
 * @param buckets where each bucket begins, and where the last ends; within the ends
 */
record Frame(Instant from, Instant to, List<Instant> buckets) {

  static final double WIDTH = 1000;
  static final double LEFT = 58;
  static final double RIGHT = WIDTH - 10;

  private static final int MOST_TICKS = 14;

  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(2),
          Duration.ofDays(5),
          Duration.ofDays(10),
          Duration.ofDays(30));

  private static final DateTimeFormatter CLOCK = format("HH:mm");
  private static final DateTimeFormatter CLOCK_WITH_SECONDS = format("HH:mm:ss");
  private static final DateTimeFormatter DAY = format("d MMM");

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  static Frame of(Report.Header header) {
    List<Instant> buckets = new ArrayList<>();
    long millis = Math.round(header.bucketSeconds() * 1_000);
    for (int i = 0; i <= header.buckets(); i++) {
      Instant at = header.bucketsFrom().plusMillis(i * millis);
      buckets.add(within(at, header.from(), header.to()));
    }
    return new Frame(header.from(), header.to(), buckets);
  }

  private static Instant within(Instant at, Instant from, Instant to) {
    return at.isBefore(from) ? from : at.isAfter(to) ? to : at;
  }

  /** Where an instant is; what is outside is at the end. */
  double x(Instant at) {
    double share =
        (double) Duration.between(from, within(at, from, to)).toMillis()
            / Math.max(1, Duration.between(from, to).toMillis());
    return LEFT + share * (RIGHT - LEFT);
  }

  double left(int bucket) {
    return x(buckets.get(bucket));
  }

  double right(int bucket) {
    return x(buckets.get(bucket + 1));
  }

  /** The grid and labels of the time axis over a plot that goes from top to bottom. */
  void axis(Html svg, double top, double bottom, boolean labelled) {
    Duration step = step();
    long seconds = step.toSeconds();
    long first = Math.ceilDiv(from.getEpochSecond(), seconds) * seconds;
    for (long at = first; at <= to.getEpochSecond(); at += seconds) {
      Instant tick = Instant.ofEpochSecond(at);
      boolean midnight = at % 86_400 == 0;
      String x = Html.at(x(tick));
      svg.shape(
          "path class=\"%s\" d=\"M%s %sV%s\""
              .formatted(midnight ? "day" : "grid", x, Html.at(top), Html.at(bottom)));
      if (labelled) {
        svg.element(
            "text class=\"tick\" text-anchor=\"middle\" x=\"%s\" y=\"%s\""
                .formatted(x, Html.at(bottom + 14)),
            midnight ? DAY.format(tick) : clock(step).format(tick));
      }
    }
  }

  private static DateTimeFormatter clock(Duration step) {
    return step.toSeconds() < 60 ? CLOCK_WITH_SECONDS : CLOCK;
  }

  private Duration step() {
    long whole = Duration.between(from, to).toSeconds();
    return STEPS.stream()
        .filter(step -> whole / step.toSeconds() <= MOST_TICKS)
        .findFirst()
        .orElse(STEPS.getLast());
  }

  /** Bands where there was trouble. */
  void troubles(Html svg, List<Report.Spell> spells, double top, double bottom) {
    for (Report.Spell spell : spells) {
      double begin = x(spell.began());
      double end = x(spell.ended().orElse(to));
      svg.shape(
          "rect class=\"trouble\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\""
              .formatted(
                  Html.at(begin),
                  Html.at(top),
                  Html.at(Math.max(1, end - begin)),
                  Html.at(bottom - top)));
    }
  }

  /** A short mark at the top for each post, a long one for the first. */
  void posts(Html svg, List<Report.PostLead> posts, double top, double bottom) {
    for (int i = 0; i < posts.size(); i++) {
      svg.shape(
          "path class=\"post\" d=\"M%s %sV%s\""
              .formatted(
                  Html.at(x(posts.get(i).at())), Html.at(top), Html.at(i == 0 ? bottom : top + 5)));
    }
  }
}
