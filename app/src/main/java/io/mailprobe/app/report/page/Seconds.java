package io.mailprobe.app.report.page;

import java.util.List;

/**
 * A logarithmic scale for lengths of time, from a fraction of a second to days.
 *
 * @param floor the least that is drawn
 * @param ceiling the most
 * @param top where that is
 * @param bottom where the least is
 */
record Seconds(double floor, double ceiling, double top, double bottom) {

  private record Line(double seconds, String name) {}

  private static final List<Line> LINES =
      List.of(
          new Line(0.01, "10 ms"),
          new Line(0.1, "0.1 s"),
          new Line(1, "1 s"),
          new Line(10, "10 s"),
          new Line(60, "1 min"),
          new Line(600, "10 min"),
          new Line(3_600, "1 h"),
          new Line(21_600, "6 h"),
          new Line(86_400, "1 d"));

  /** A scale that shows values up to the highest, and at least up to two minutes. */
  static Seconds upTo(double highest, double lowest, double top, double bottom) {
    double floor = lowest < 0.1 ? 0.01 : lowest < 1 ? 0.1 : 1;
    return new Seconds(floor, Math.max(highest * 1.25, 120), top, bottom);
  }

  double y(double seconds) {
    double share = Math.log(Math.max(seconds, floor) / floor) / Math.log(ceiling / floor);
    return bottom - Math.min(1, share) * (bottom - top);
  }

  /** Its lines and their names. */
  void axis(Html svg) {
    for (Line line : LINES) {
      if (line.seconds >= floor && line.seconds <= ceiling) {
        String y = Html.at(y(line.seconds));
        svg.shape(
            "path class=\"grid\" d=\"M%s %sH%s\""
                .formatted(Html.at(Frame.LEFT), y, Html.at(Frame.RIGHT)));
        svg.element(
            "text class=\"tick\" text-anchor=\"end\" x=\"%s\" y=\"%s\""
                .formatted(Html.at(Frame.LEFT - 6), Html.at(y(line.seconds) + 3.5)),
            line.name);
      }
    }
  }
}
