package io.mailprobe.simulator.web;

import java.time.Duration;

/** What a server does in place of answering, or before it. */
public sealed interface WebFault {

  /** It answers with this, whatever was asked. */
  record Answer(WebAnswer answer) implements WebFault {}

  /** It answers rightly, so much later. */
  record Slow(Duration delay) implements WebFault {

    public Slow {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("not a delay: " + delay);
      }
    }
  }

  /** It takes the request and says nothing until the fault ends. */
  record Stall() implements WebFault {}

  /** It begins to answer and says no more until the fault ends. */
  record Drip() implements WebFault {}

  /** It closes the connection without a word. */
  record HangUp() implements WebFault {}
}
