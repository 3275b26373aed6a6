package io.mailprobe.simulator.server;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.fault.Fault;
import java.util.Optional;

/** The words and the place in the dialogue in which a server sends away whom it cannot serve. */
final class Doors {

  private static final Fault.OfSession NOT_ACTIVE =
      Fault.Reply.of(Phase.BANNER, "421 4.3.2 Service not active {trailer}");

  private static final Fault.OfSession NO_MORE_MESSAGES =
      Fault.Reply.of(Phase.BANNER, "421 4.3.2 System not accepting network messages {trailer}");

  /** What clients met on 2 June 2026: sessions that last too long add up to too many. */
  private static final Fault.OfSession FOREST_LIMIT =
      Fault.Reply.of(
          Phase.BANNER,
          "421 4.3.2 The maximum number of concurrent connections per resource forest has exceeded"
              + " a limit, closing transmission channel. {server} PRX8 {trailer}");

  private static final Fault.OfSession NO_RESOURCES =
      Fault.Reply.of(Phase.MAIL, "452 4.3.1 Insufficient system resources {trailer}");

  private static final Fault.OfSession SERVER_BUSY =
      Fault.Reply.of(
          Phase.RCPT, "451 4.7.500 Server busy. Please try again later. (S77714) {trailer}");

  /** Most are sent away before a word is said; some get further before it is noticed. */
  private static final double AT_BANNER = 0.7;

  private static final double AT_MAIL = 0.85;

  private Doors() {}

  /**
   * What is said in this phase to a session that is refused; nothing where it is said in another.
   *
   * @param lot from 0 to 1, of the session's own
   * @param away whether the server is being started
   * @param fill how full its memory is
   */
  static Optional<Fault.OfSession> refusal(Phase phase, double lot, boolean away, double fill) {
    Fault.OfSession reply;
    if (away) {
      reply = NOT_ACTIVE;
    } else if (lot < AT_BANNER) {
      reply = fill >= 1 ? NO_MORE_MESSAGES : FOREST_LIMIT;
    } else {
      reply = lot < AT_MAIL ? NO_RESOURCES : SERVER_BUSY;
    }
    return reply.phase() == phase ? Optional.of(reply) : Optional.empty();
  }
}
