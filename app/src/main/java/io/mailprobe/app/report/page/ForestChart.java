package io.mailprobe.app.report.page;

import io.mailprobe.app.report.Report;
import io.mailprobe.app.report.Words;
import java.util.ArrayList;
import java.util.List;

/** How many sessions each forest deferred over time, stacked: the busiest few, and the rest. */
final class ForestChart {

  private static final int APART = 5;
  private static final double TOP = 8;
  private static final double BOTTOM = 118;
  private static final double HEIGHT = 138;

  private record Layer(String name, List<Integer> series, int deferred) {}

  private final Frame frame;
  private final Report report;
  private final List<Layer> layers = new ArrayList<>();

  ForestChart(Frame frame, Report report) {
    this.frame = frame;
    this.report = report;
    List<Report.Forest> all =
        report.forests().stream().filter(forest -> forest.deferred() > 0).toList();
    all.stream()
        .limit(APART)
        .forEach(
            forest -> layers.add(new Layer(forest.forest(), forest.series(), forest.deferred())));
    if (all.size() > APART) {
      List<Report.Forest> rest = all.subList(APART, all.size());
      List<Integer> sum = new ArrayList<>();
      for (int i = 0; i < report.header().buckets(); i++) {
        int bucket = i;
        sum.add(rest.stream().mapToInt(forest -> forest.series().get(bucket)).sum());
      }
      layers.add(new Layer("others", sum, rest.stream().mapToInt(Report.Forest::deferred).sum()));
    }
  }

  boolean isEmpty() {
    return layers.isEmpty();
  }

  void draw(Html out) {
    int highest = 1;
    for (int i = 0; i < report.header().buckets(); i++) {
      highest = Math.max(highest, height(i));
    }
    int ceiling = nice(highest);
    out.open(
        "svg class=\"chart\" role=\"img\" viewBox=\"0 0 %s %s\" aria-labelledby=\"forests-title\""
            .formatted(Html.at(Frame.WIDTH), Html.at(HEIGHT)));
    out.element("title id=\"forests-title\"", "Deferred sessions by forest over time");
    frame.axis(out, TOP, BOTTOM, true);
    axis(out, ceiling);
    int[] below = new int[report.header().buckets()];
    for (int layer = 0; layer < layers.size(); layer++) {
      StringBuilder path = new StringBuilder();
      for (int i = 0; i < below.length; i++) {
        int count = layers.get(layer).series().get(i);
        if (count > 0) {
          path.append(
              "M%s %sH%sV%sH%sz"
                  .formatted(
                      Html.at(frame.left(i)),
                      Html.at(y(below[i], ceiling)),
                      Html.at(frame.right(i)),
                      Html.at(y(below[i] + count, ceiling)),
                      Html.at(frame.left(i))));
          below[i] += count;
        }
      }
      out.shape("path class=\"layer%d\" d=\"%s\"".formatted(layer, path));
    }
    frame.posts(out, report.posts(), TOP, BOTTOM);
    out.close("svg");
    legend(out);
  }

  private int height(int bucket) {
    return layers.stream().mapToInt(layer -> layer.series().get(bucket)).sum();
  }

  private static double y(int count, int ceiling) {
    return BOTTOM - (BOTTOM - TOP) * count / ceiling;
  }

  /** The next number that halves well: 2, 4, 10, 20, 40, 100. */
  private static int nice(int number) {
    for (long ten = 1; ten < Integer.MAX_VALUE; ten *= 10) {
      for (int each : new int[] {2, 4, 10}) {
        if (each * ten >= number) {
          return (int) (each * ten);
        }
      }
    }
    return Integer.MAX_VALUE;
  }

  private static void axis(Html out, int ceiling) {
    for (int count : new int[] {0, ceiling / 2, ceiling}) {
      String y = Html.at(y(count, ceiling));
      out.shape(
          "path class=\"grid\" d=\"M%s %sH%s\""
              .formatted(Html.at(Frame.LEFT), y, Html.at(Frame.RIGHT)));
      out.element(
          "text class=\"tick\" text-anchor=\"end\" x=\"%s\" y=\"%s\""
              .formatted(Html.at(Frame.LEFT - 6), Html.at(y(count, ceiling) + 3.5)),
          Words.count(count));
    }
  }

  private void legend(Html out) {
    out.open("p class=\"legend\"");
    for (int i = 0; i < layers.size(); i++) {
      out.open("span")
          .open("svg viewBox=\"0 0 22 14\" aria-hidden=\"true\"")
          .shape("path class=\"layer%d\" d=\"M0 2h22v10h-22z\"".formatted(i))
          .close("svg")
          .text(" " + layers.get(i).name() + " (" + Words.count(layers.get(i).deferred()) + ")")
          .close("span")
          .text(" ");
    }
    out.close("p");
  }
}
