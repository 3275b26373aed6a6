package io.mailprobe.app.status;

/**
 * What was found out about a route.
 *
 * @param state as one word
 * @param sentence as one sentence, such as {@code Refused: 80 % of sessions deferred (421 4.3.2 at
 *     banner)}
 * @param detail what else a tired person wants to know; may be empty
 */
public record Finding(State state, String sentence, String detail) {}
