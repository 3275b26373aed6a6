package io.mailprobe.prober.submit;

import io.mailprobe.protocol.session.Phase;

/** What the conversation wants done next. */
sealed interface Step {

  /**
   * Say a line and wait for its reply.
   *
   * @param phase the phase that this is part of
   * @param line the line without its end
   * @param shown the line as the transcript may show it
   */
  record Say(Phase phase, String line, String shown) implements Step {}

  /** Begin TLS. */
  record Handshake() implements Step {}

  /** Send the message and its final dot, and wait for the reply. */
  record SayMessage(WireMessage message) implements Step {}

  /** Stop: the session is decided. */
  record End(Ending ending) implements Step {}
}
