package io.mailprobe.simulator.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Faults in time, as offsets from the moment it is played.
 *
 * @param entries in the order of their starts
 */
public record Timeline(List<Entry> entries) {

  public Timeline {
    entries = entries.stream().sorted(Comparator.comparing(Entry::start)).toList();
  }

  /**
   * One fault in time.
   *
   * @param start when it is switched on
   * @param length how long it stays on
   * @param ramp how long it takes to come from its first level to its last; no longer than it is on
   * @param scope whom it may strike
   * @param first its level when it is switched on
   * @param last its level from the end of the ramp on
   */
  public record Entry(
      Duration start, Duration length, Duration ramp, Scope scope, Level first, Level last) {
    public Entry {
      if (start.isNegative()
          || length.isNegative()
          || ramp.isNegative()
          || ramp.compareTo(length) > 0) {
        throw new IllegalArgumentException(
            "not a time: " + start + " for " + length + " with a ramp of " + ramp);
      }
    }

    /** Its level when this part of the ramp is over, 0 to 1. */
    Level level(double part) {
      return first.towards(last, part);
    }
  }

  /** When the last fault has ended. */
  public Duration length() {
    return entries.stream()
        .map(entry -> entry.start().plus(entry.length()))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** An empty timeline to write entries to. */
  public static Builder builder() {
    return new Builder();
  }

  /** Writes a timeline; each fault gets the window and the scope set last. */
  public static final class Builder {

    private final List<Entry> entries = new ArrayList<>();
    private Duration start = Duration.ZERO;
    private Duration length = Duration.ZERO;
    private Duration ramp = Duration.ZERO;
    private Scope scope = Scope.everywhere();

    private Builder() {}

    /** From when and for how long the next faults are on. */
    public Builder during(Duration newStart, Duration newLength) {
      start = newStart;
      length = newLength;
      ramp = Duration.ZERO;
      return this;
    }

    /** For how long the shares of the next faults grow; not at all after each new window. */
    public Builder growing(Duration newRamp) {
      ramp = newRamp;
      return this;
    }

    /** Whom the next faults may strike. */
    public Builder in(Scope newScope) {
      scope = newScope;
      return this;
    }

    /** A fault that strikes this share, in the window and the scope set before. */
    public Builder fault(double share, Fault fault) {
      Level last = new Level(fault, share);
      Level first = ramp.isZero() ? last : new Level(fault, 0);
      entries.add(new Entry(start, length, ramp, scope, first, last));
      return this;
    }

    /** The timeline written so far. */
    public Timeline build() {
      return new Timeline(entries);
    }
  }
}
