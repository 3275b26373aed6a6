package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Json.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Colours that values have from a threshold on. */
record Steps(String base, List<Step> steps) {

  /** From this value on. */
  record Step(double from, String colour) {}

  Steps {
    steps = List.copyOf(steps);
  }

  static Steps of(String base) {
    return new Steps(base, List.of());
  }

  /** And from this value on, which is higher than those before. */
  Steps from(double value, String colour) {
    List<Step> more = new ArrayList<>(steps);
    more.add(new Step(value, colour));
    return new Steps(base, more);
  }

  /** As Grafana has thresholds. */
  Map<String, @Nullable Object> json() {
    List<Object> all = new ArrayList<>();
    Map<String, @Nullable Object> first = object();
    first.put("color", base);
    first.put("value", null);
    all.add(first);
    steps.forEach(step -> all.add(object("color", step.colour(), "value", step.from())));
    return object("mode", "absolute", "steps", all);
  }
}
