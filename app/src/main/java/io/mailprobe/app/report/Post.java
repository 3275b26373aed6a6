package io.mailprobe.app.report;

import java.time.Instant;

/**
 * Something that Microsoft told of an issue.
 *
 * @param at when
 * @param issue such as {@code EX1331830}
 * @param text what, in a line
 */
public record Post(Instant at, String issue, String text) {}
