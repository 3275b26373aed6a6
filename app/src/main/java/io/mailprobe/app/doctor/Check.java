package io.mailprobe.app.doctor;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing to look at.
 *
 * @param name what it is, such as {@code mx}
 * @param subject of what
 * @param needs the titles of checks without which it cannot be made
 * @param patience how long it may take
 * @param look looks
 */
record Check(String name, String subject, List<String> needs, Duration patience, Look look) {

  private static final Duration USUAL = Duration.ofSeconds(30);

  /** Looks at something. May block, and is interrupted when its time is up. */
  @FunctionalInterface
  interface Look {

    /** Looks; whatever is thrown is a fault, in the words of its message. */
    Seen look() throws Exception;
  }

  Check {
    needs = List.copyOf(needs);
  }

  static Check of(String name, String subject, Look look) {
    return new Check(name, subject, List.of(), USUAL, look);
  }

  Check needing(Stream<String> titles) {
    return new Check(name, subject, Stream.concat(needs.stream(), titles).toList(), patience, look);
  }

  Check needing(String... titles) {
    return needing(Stream.of(titles));
  }

  Check within(Duration most) {
    return new Check(name, subject, needs, most, look);
  }

  String title() {
    return Finding.title(name, subject);
  }
}
