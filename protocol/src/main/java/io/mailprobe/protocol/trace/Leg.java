package io.mailprobe.protocol.trace;

import java.time.Duration;

/**
 * Hops of one stage in a row. What it took is told by the clocks at its two ends alone.
 *
 * @param took negative where those disagree
 * @param trusted whether that is a measurement: not where it is negative, nor where a negative leg
 *     beside it shows that the clock between the two made this one so long
 */
public record Leg(Stage stage, Duration took, boolean trusted) {}
