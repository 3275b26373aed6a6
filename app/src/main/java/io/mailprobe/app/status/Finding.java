package io.mailprobe.app.status;

import io.mailprobe.protocol.classify.Party;

/**
 * What was found out about a route.
 *
 * @param state as one word
 * @param sentence as one sentence, such as {@code Refused: 80 % of sessions deferred (421 4.3.2 at
 *     banner)}
 * @param detail what else a tired person wants to know; may be empty
 * @param party whom its witnesses point at; unknown where they do not say
 * @param witness what it rests on
 */
public record Finding(State state, String sentence, String detail, Party party, Witness witness) {

  /** What says so. */
  enum Witness {
    /** Sessions that fail, or none at all. */
    SESSIONS,
    /** Delivery reports. */
    REPORTS
  }

  /** A finding that rests on sessions. */
  Finding(State state, String sentence, String detail, Party party) {
    this(state, sentence, detail, party, Witness.SESSIONS);
  }

  /** A finding that rests on no failing session. */
  Finding(State state, String sentence, String detail) {
    this(state, sentence, detail, Party.UNKNOWN);
  }
}
