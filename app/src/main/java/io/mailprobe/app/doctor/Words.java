package io.mailprobe.app.doctor;

import java.time.Duration;
import java.util.Locale;

/** Values as people read them. */
final class Words {

  private static final int MOST = 400;

  private Words() {}

  static String seconds(Duration duration) {
    double seconds = duration.toNanos() / 1e9;
    return seconds == Math.rint(seconds) && seconds >= 1
        ? "%d s".formatted((long) seconds)
        : String.format(Locale.ROOT, "%.3f s", seconds);
  }

  /** One line of bounded length, without what would command a terminal: a stranger's words. */
  static String plain(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
  }

  /** The domain of an address, in lower case. */
  static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }
}
