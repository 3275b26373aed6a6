package io.mailprobe.app.report.page;

import io.mailprobe.app.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How old the oldest probe in flight was over time, a line for each region. */
final class AgeChart {

  private static final int MOST = 8;
  private static final double TOP = 8;
  private static final double BOTTOM = 138;
  private static final double HEIGHT = 158;

  private final Frame frame;
  private final Report report;
  private final Map<String, List<Double>> regions = new TreeMap<>();

  AgeChart(Frame frame, Report report) {
    this.frame = frame;
    this.report = report;
    report.routes().stream()
        .filter(route -> !route.path().equals("control"))
        .forEach(
            route -> regions.merge(route.region(), route.series().oldestAge(), AgeChart::highest));
  }

  private static List<Double> highest(List<Double> one, List<Double> other) {
    List<Double> highest = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      highest.add(Math.max(one.get(i), other.get(i)));
    }
    return highest;
  }

  boolean isEmpty() {
    return regions.isEmpty();
  }

  void draw(Html out) {
    double top =
        regions.values().stream()
            .flatMap(List::stream)
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(0);
    Seconds scale = Seconds.upTo(top, 1, TOP, BOTTOM);
    out.open(
        "svg class=\"chart\" role=\"img\" viewBox=\"0 0 %s %s\" aria-labelledby=\"ages-title\""
            .formatted(Html.at(Frame.WIDTH), Html.at(HEIGHT)));
    out.element("title id=\"ages-title\"", "Age of the oldest probe in flight, by region");
    frame.axis(out, TOP, BOTTOM, true);
    scale.axis(out);
    int place = 0;
    for (List<Double> ages : regions.values()) {
      StringBuilder path = new StringBuilder();
      for (int i = 0; i < ages.size(); i++) {
        path.append(i == 0 ? "M" + Html.at(frame.left(0)) + ' ' : "V");
        path.append(Html.at(scale.y(ages.get(i)))).append('H').append(Html.at(frame.right(i)));
      }
      out.shape("path class=\"line%d\" d=\"%s\"".formatted(place % MOST, path));
      place++;
    }
    frame.posts(out, report.posts(), TOP, BOTTOM);
    out.close("svg");
    legend(out);
  }

  private void legend(Html out) {
    out.open("p class=\"legend\"");
    int place = 0;
    for (String region : regions.keySet()) {
      out.open("span")
          .open("svg viewBox=\"0 0 22 14\" aria-hidden=\"true\"")
          .shape("path class=\"line%d\" d=\"M0 7h22\"".formatted(place % MOST))
          .close("svg")
          .text(" " + region)
          .close("span")
          .text(" ");
      place++;
    }
    out.close("p");
  }
}
