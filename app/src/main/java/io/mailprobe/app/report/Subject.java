package io.mailprobe.app.report;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a report is on. Every instant is given: a report has no clock.
 *
 * @param title what it is called, such as {@code EX1331830, replayed}
 * @param from the first instant of its time
 * @param to the instant after its time
 * @param known up to when it is known what became of the probes; not before {@code to}, unless that
 *     lies in the future
 * @param written when the report was written
 * @param version the program's
 * @param origin where its facts are from, in the order in which they are shown: {@code scenario},
 *     {@code seed}, or {@code configuration}, {@code prober}
 */
public record Subject(
    String title,
    Instant from,
    Instant to,
    Instant known,
    Instant written,
    String version,
    Map<String, String> origin) {

  public Subject {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(from + " is not before " + to);
    }
    origin = Collections.unmodifiableMap(new LinkedHashMap<>(origin));
  }
}
