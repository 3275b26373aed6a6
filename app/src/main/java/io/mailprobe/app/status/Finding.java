package io.mailprobe.app.status;

import io.mailprobe.protocol.classify.Party;

/**
 * What was found out about a route.
 *
 * @param state as one word
 * @param sentence as one sentence, such as {@code Refused: 80 % of sessions deferred (421 4.3.2 at
 *     banner)}
 * @param detail what else a tired person wants to know; may be empty
 * @param party whom its failing sessions point at; unknown where none fail
 */
public record Finding(State state, String sentence, String detail, Party party) {

  /** A finding that rests on no failing session. */
  Finding(State state, String sentence, String detail) {
    this(state, sentence, detail, Party.UNKNOWN);
  }
}
