package io.mailprobe.app.report.page;

import io.mailprobe.app.report.Report;
import io.mailprobe.app.report.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What happened when, in lanes: each region's times of trouble, each alert while it fired, and
 * Microsoft's posts by their numbers.
 */
final class LaneChart {

  private static final int MOST_ALERTS = 30;
  private static final double LANE = 25;
  private static final double BAR = 9;
  private static final double TOP = 4;

  /** Numbers closer than this would be written into each other. */
  private static final double NUMBER = 17;

  private static final double ROW = 13;

  private record Bar(String kind, double from, double to, String title) {}

  private record Lane(String name, List<Bar> bars) {}

  private final Frame frame;
  private final Report report;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<List<Integer>> rows = new ArrayList<>();
  private int leftOut;

  LaneChart(Frame frame, Report report) {
    this.frame = frame;
    this.report = report;
    regions();
    alerts();
    posts();
  }

  private void regions() {
    for (Report.Region region : report.regions()) {
      List<Bar> bars = new ArrayList<>();
      for (Report.Spell spell : region.spells()) {
        bars.add(
            new Bar(
                "spell",
                frame.x(spell.began()),
                frame.x(spell.ended().orElse(frame.to())),
                region.region()
                    + " in trouble from "
                    + Words.instant(spell.began())
                    + ", "
                    + Words.duration(spell.lastsSeconds())));
      }
      lanes.add(
          new Lane(
              region.region() + (bars.isEmpty() ? ": no time of trouble" : ": times of trouble"),
              bars));
    }
  }

  private void alerts() {
    Map<String, List<Report.Alert>> byName = new LinkedHashMap<>();
    for (Report.Alert alert : report.alerts().spells()) {
      byName.computeIfAbsent(name(alert), _ -> new ArrayList<>()).add(alert);
    }
    byName.entrySet().stream()
        .limit(MOST_ALERTS)
        .forEach(each -> lanes.add(new Lane(each.getKey(), bars(each.getValue()))));
    leftOut = Math.max(0, byName.size() - MOST_ALERTS);
  }

  static String name(Report.Alert alert) {
    return alert.alert()
        + alert.labels().entrySet().stream()
            .map(label -> " " + label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining())
        + " ("
        + alert.severity()
        + ")";
  }

  private List<Bar> bars(List<Report.Alert> alerts) {
    return alerts.stream()
        .map(
            alert ->
                new Bar(
                    alert.page() ? "page" : "warning",
                    frame.x(alert.fired()),
                    frame.x(alert.cleared().orElse(frame.to())),
                    alert.alert()
                        + " fired "
                        + Words.instant(alert.fired())
                        + ", for "
                        + Words.duration(alert.lastsSeconds())))
        .toList();
  }

  /** Puts each number into the first row in which there is room for it. */
  private void posts() {
    for (int i = 0; i < report.posts().size(); i++) {
      double x = frame.x(report.posts().get(i).at());
      int row = 0;
      while (row < rows.size() && x - lastIn(row) < NUMBER) {
        row++;
      }
      if (row == rows.size()) {
        rows.add(new ArrayList<>());
      }
      rows.get(row).add(i);
    }
  }

  private double lastIn(int row) {
    return frame.x(report.posts().get(rows.get(row).getLast()).at());
  }

  void draw(Html out) {
    double bars = TOP + lanes.size() * LANE;
    double bottom = bars + (rows.isEmpty() ? 0 : 14 + rows.size() * ROW) + 4;
    out.open(
        "svg class=\"chart\" role=\"img\" viewBox=\"0 0 %s %s\" aria-labelledby=\"lanes-title\""
            .formatted(Html.at(Frame.WIDTH), Html.at(bottom + 20)));
    out.element("title id=\"lanes-title\"", "Times of trouble, alerts and posts on one time axis");
    frame.axis(out, TOP, bottom, true);
    for (int i = 0; i < lanes.size(); i++) {
      lane(out, lanes.get(i), TOP + i * LANE);
    }
    if (!rows.isEmpty()) {
      numbers(out, bars);
      frame.posts(out, report.posts(), TOP, bottom);
    }
    out.close("svg");
    if (leftOut > 0) {
      out.element("p class=\"soft\"", "%d more alerts are in the table below.".formatted(leftOut));
    }
  }

  private static void lane(Html out, Lane lane, double top) {
    double bar = top + LANE - BAR - 3;
    out.element(
        "text class=\"name\" x=\"%s\" y=\"%s\""
            .formatted(Html.at(Frame.LEFT + 2), Html.at(bar - 3)),
        lane.name());
    out.shape(
        "path class=\"lane\" d=\"M%s %sH%s\""
            .formatted(Html.at(Frame.LEFT), Html.at(bar + BAR), Html.at(Frame.RIGHT)));
    for (Bar each : lane.bars()) {
      out.open(
              "rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\""
                  .formatted(
                      each.kind(),
                      Html.at(each.from()),
                      Html.at(bar),
                      Html.at(Math.max(2, each.to() - each.from())),
                      Html.at(BAR)))
          .element("title", each.title())
          .close("rect");
    }
  }

  private void numbers(Html out, double top) {
    out.element(
        "text class=\"name\" x=\"%s\" y=\"%s\""
            .formatted(Html.at(Frame.LEFT + 2), Html.at(top + 11)),
        "Microsoft's posts, by their numbers in the table below");
    for (int row = 0; row < rows.size(); row++) {
      for (int post : rows.get(row)) {
        out.element(
            "text class=\"number\" text-anchor=\"middle\" x=\"%s\" y=\"%s\""
                .formatted(
                    Html.at(frame.x(report.posts().get(post).at())),
                    Html.at(top + 14 + (row + 1) * ROW - 2)),
            Integer.toString(post + 1));
      }
    }
  }
}
