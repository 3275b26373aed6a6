package io.mailprobe.app.wiring;

import io.mailprobe.app.doctor.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A set-up with one thing broken, and what there is to say of it. */
final class BrokenSetUp {

  /** Breaks something of the world. */
  @FunctionalInterface
  interface Breaking {
    void breakIn(DoctorWorld world) throws Exception;
  }

  private final String name;
  private final List<Breaking> breaking = new ArrayList<>();
  private UnaryOperator<String> configuring = yaml -> yaml;
  private Duration patience = Duration.ofSeconds(20);
  private Duration clockIs = Duration.ZERO;
  private String title = "";
  private String cause = "";
  private String remedy = "";

  private BrokenSetUp(String name) {
    this.name = name;
  }

  static BrokenSetUp of(String name) {
    return new BrokenSetUp(name);
  }

  BrokenSetUp breaking(Breaking more) {
    breaking.add(more);
    return this;
  }

  /** With another configuration; a text that is not there is a mistake of the test. */
  BrokenSetUp with(String text, String replacement) {
    UnaryOperator<String> before = configuring;
    configuring =
        yaml -> {
          String configured = before.apply(yaml);
          if (!configured.contains(text)) {
            throw new AssertionError("no " + text + " in " + configured);
          }
          return configured.replace(text, replacement);
        };
    return this;
  }

  /** With another configuration, what fits the pattern replaced. */
  BrokenSetUp withAll(String pattern, String replacement) {
    UnaryOperator<String> before = configuring;
    configuring = yaml -> before.apply(yaml).replaceAll(pattern, replacement);
    return this;
  }

  BrokenSetUp waiting(Duration most) {
    patience = most;
    return this;
  }

  BrokenSetUp clockAhead(Duration by) {
    clockIs = by;
    return this;
  }

  /** What is found: the check, words of what is seen, and words of what to do. */
  BrokenSetUp isFound(String checked, String seen, String toDo) {
    title = checked;
    cause = seen;
    remedy = toDo;
    return this;
  }

  List<Finding> examined(DoctorWorld world) throws Exception {
    for (Breaking each : breaking) {
      each.breakIn(world);
    }
    return world.examine(
        world.filledIn(configuring.apply(world.configuration())),
        patience,
        world.clockAhead(clockIs));
  }

  String title(DoctorWorld world) {
    return world.filledIn(title);
  }

  String cause() {
    return cause;
  }

  String remedy(DoctorWorld world) {
    return world.filledIn(remedy);
  }

  @Override
  public String toString() {
    return name;
  }
}
