package io.mailprobe.app.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time of trouble, in microseconds since 1970.
 *
 * @param began the tick of the first probe, or the start of the first session, that was in trouble
 * @param ended the last such
 * @param open whether it had not ended when the time of the report did
 */
record Trouble(long began, long ended, boolean open) {

  /** Trouble that pauses for less is one, as it is where Microsoft's issues are matched. */
  static final long PAUSE = 3_600_000_000L;

  /** A trickle of this share or less is no time of trouble; it is counted all the same. */
  private static final double TRICKLE = 0.05;

  /** How much more than a trickle makes it trouble: four in a row, or one in ten for an hour. */
  private static final double ENOUGH = 3;

  /** How much is remembered at most: this much of calm ends it, whatever went before. */
  private static final double MOST = 6;

  /** How one probe or session went. */
  enum Mark {
    WELL,
    BAD,
    /** Not known yet. */
    OPEN
  }

  /** Tells how the one at a place went, and when it began; in the order of time. */
  interface Course {
    int size();

    long at(int index);

    Mark mark(int index);
  }

  /**
   * The times of trouble, by a cumulated sum (Page's test): what is bad adds to it, what is well
   * takes a little away. The sum tells when there is trouble; where it last was nothing tells when
   * that began.
   *
   * @param quiet trouble whose last bad one is within this of the end goes on
   */
  static List<Trouble> in(Course course, long end, long quiet) {
    List<Trouble> found = new ArrayList<>();
    double sum = 0;
    long began = 0;
    long last = 0;
    boolean inTrouble = false;
    for (int i = 0; i < course.size(); i++) {
      switch (course.mark(i)) {
        case OPEN -> {}
        case BAD -> {
          if (sum == 0) {
            began = course.at(i);
          }
          last = course.at(i);
          sum = Math.min(MOST, sum + 1 - TRICKLE);
          inTrouble |= sum >= ENOUGH;
        }
        case WELL -> {
          sum = Math.max(0, sum - TRICKLE);
          if (sum == 0 && inTrouble) {
            found.add(new Trouble(began, last, false));
            inTrouble = false;
          }
        }
      }
    }
    if (inTrouble) {
      found.add(new Trouble(began, last, end - last <= quiet));
    }
    return merged(found);
  }

  /** Those that overlap, or are less than a pause apart, as one; in the order of time. */
  static List<Trouble> merged(List<Trouble> some) {
    List<Trouble> all = new ArrayList<>();
    List<Trouble> inOrder =
        some.stream()
            .sorted(Comparator.comparingLong(Trouble::began).thenComparingLong(Trouble::ended))
            .toList();
    for (Trouble each : inOrder) {
      if (!all.isEmpty() && each.began - all.getLast().ended < PAUSE) {
        Trouble before = all.removeLast();
        all.add(
            new Trouble(
                before.began, Math.max(before.ended, each.ended), before.open || each.open));
      } else {
        all.add(each);
      }
    }
    return all;
  }

  /** Whether something that began then is part of it. */
  boolean holds(long at) {
    return at >= began && at <= ended;
  }

  boolean overlaps(Trouble other) {
    return began <= other.ended && other.began <= ended;
  }
}
