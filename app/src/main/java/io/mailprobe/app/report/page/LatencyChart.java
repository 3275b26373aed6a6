package io.mailprobe.app.report.page;

import io.mailprobe.app.report.Report;
import io.mailprobe.app.report.Series;
import io.mailprobe.app.report.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A route's latency by the tick of its probes, with what has not arrived, and the age of the oldest
 * in flight. A band that reaches the top is open: so many had not arrived at all.
 */
final class LatencyChart {

  private static final double TOP = 8;
  private static final double BOTTOM = 118;
  private static final double HEIGHT = 138;

  private final Frame frame;
  private final Report report;

  LatencyChart(Frame frame, Report report) {
    this.frame = frame;
    this.report = report;
  }

  void draw(Html out, Report.Route route, List<Report.Spell> spells, String id) {
    Series series = route.series();
    Seconds scale = scale(route);
    out.open(
        "svg class=\"chart\" role=\"img\" viewBox=\"0 0 %s %s\" aria-labelledby=\"%s\""
            .formatted(Html.at(Frame.WIDTH), Html.at(HEIGHT), id));
    out.element("title id=\"" + id + "\"", title(route));
    frame.troubles(out, spells, TOP, BOTTOM);
    frame.axis(out, TOP, BOTTOM, true);
    scale.axis(out);
    silent(out, series);
    band(out, series, scale);
    line(out, "median", series.p50(), scale);
    line(out, "longest", series.longest(), scale);
    line(out, "oldest", series.oldestAge().stream().map(Optional::of).toList(), scale);
    String deadline = Html.at(scale.y(route.deadlineSeconds()));
    out.shape(
        "path class=\"deadline\" d=\"M%s %sH%s\""
            .formatted(Html.at(Frame.LEFT), deadline, Html.at(Frame.RIGHT)));
    undelivered(out, series);
    frame.posts(out, report.posts(), TOP, BOTTOM);
    out.close("svg");
  }

  private static String title(Report.Route route) {
    return String.format(
        Locale.ROOT,
        "Latency of %s %s by tick: half of its probes arrived within %s, 95 of 100 within %s; the"
            + " oldest in flight became %s old",
        route.region(),
        route.route(),
        route.p50Seconds().map(Words::duration).orElse("no time"),
        route.p95Seconds().map(Words::duration).orElse("no time"),
        Words.duration(route.oldestAgeSeconds()));
  }

  private static Seconds scale(Report.Route route) {
    double highest =
        Math.max(
            Math.max(route.deadlineSeconds(), route.oldestAgeSeconds()),
            route.longestSeconds().orElse(0.0));
    double lowest =
        route.series().p50().stream()
            .flatMap(Optional::stream)
            .mapToDouble(Double::doubleValue)
            .min()
            .orElse(1);
    return Seconds.upTo(highest, lowest, TOP + 4, BOTTOM);
  }

  /** From the median to where 95 of 100 had arrived; to the top where they never did. */
  private void band(Html out, Series series, Seconds scale) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < series.opened().size(); i++) {
      if (series.opened().get(i) > 0) {
        double low = series.p50().get(i).map(scale::y).orElse(TOP);
        double high = series.p95().get(i).map(scale::y).orElse(TOP);
        path.append(
            "M%s %sH%sV%sH%sz"
                .formatted(
                    Html.at(frame.left(i)),
                    Html.at(low),
                    Html.at(frame.right(i)),
                    Html.at(Math.min(high, low - 1)),
                    Html.at(frame.left(i))));
      }
    }
    out.shape("path class=\"band\" d=\"" + path + "\"");
  }

  private void line(Html out, String kind, List<Optional<Double>> values, Seconds scale) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isPresent()) {
        path.append(drawing ? 'V' : 'M');
        if (!drawing) {
          path.append(Html.at(frame.left(i))).append(' ');
        }
        path.append(Html.at(scale.y(values.get(i).get())));
        path.append('H').append(Html.at(frame.right(i)));
      }
      drawing = values.get(i).isPresent();
    }
    out.shape("path class=\"" + kind + "\" d=\"" + path + "\"");
  }

  /** Marks at the top where probes were never delivered, or are in flight. */
  private void undelivered(Html out, Series series) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < series.undelivered().size(); i++) {
      if (series.undelivered().get(i) > 0) {
        path.append(
            "M%s %sH%sv4H%sz"
                .formatted(
                    Html.at(frame.left(i)),
                    Html.at(TOP),
                    Html.at(frame.right(i)),
                    Html.at(frame.left(i))));
      }
    }
    out.shape("path class=\"undelivered\" d=\"" + path + "\"");
  }

  /** Where there was no tick at all. */
  private void silent(Html out, Series series) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < series.opened().size(); i++) {
      if (series.opened().get(i) == 0) {
        path.append(
            "M%s %sH%sV%sH%sz"
                .formatted(
                    Html.at(frame.left(i)),
                    Html.at(TOP),
                    Html.at(frame.right(i)),
                    Html.at(BOTTOM),
                    Html.at(frame.left(i))));
      }
    }
    out.shape("path class=\"silent\" d=\"" + path + "\"");
  }

  /** What the signs mean. */
  static void legend(Html out) {
    out.open("p class=\"legend\"");
    Stream.of(
            new String[] {"band", "M0 3h22v8h-22z", "half to 95 of 100 had arrived"},
            new String[] {"median", "M0 7h22", "median"},
            new String[] {"longest", "M0 7h22", "longest, where all arrived"},
            new String[] {"oldest", "M0 7h22", "oldest in flight at that time"},
            new String[] {"deadline", "M0 7h22", "deadline"},
            new String[] {"undelivered", "M0 5h22v4h-22z", "some never arrived, or are in flight"},
            new String[] {"silent", "M0 2h22v10h-22z", "no probe"},
            new String[] {"trouble", "M0 2h22v10h-22z", "time of trouble"},
            new String[] {"post", "M11 1v12", "Microsoft posted (the first, a long line)"})
        .forEach(
            sign ->
                out.open("span")
                    .open("svg viewBox=\"0 0 22 14\" aria-hidden=\"true\"")
                    .shape("path class=\"%s\" d=\"%s\"".formatted(sign[0], sign[1]))
                    .close("svg")
                    .text(" " + sign[2])
                    .close("span")
                    .text(" "));
    out.close("p");
  }
}
