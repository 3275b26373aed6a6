package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.frontend.Turn.Next;
import java.util.List;
import java.util.Optional;

/** Forms what a front end says in one session: its own answers, or those of faults. */
final class Voice {

  private final Replies replies;
  private final Strikes strikes;
  private final int mostMistakes;
  private int mistakes;

  /**
   * @param mostMistakes after so many refusals the session is closed
   */
  Voice(Replies replies, Strikes strikes, int mostMistakes) {
    this.replies = replies;
    this.strikes = strikes;
    this.mostMistakes = mostMistakes;
  }

  /** The client has said a line, which is answered now. */
  void heard() {
    strikes.heard();
  }

  /** What a fault does in this phase in place of the front end's own answer, if one does. */
  Optional<Turn> struck(Phase phase) {
    return strikes.in(phase);
  }

  /** An answer after which it is the client's turn. */
  Turn say(String line) {
    return say(List.of(line), new Next.Line());
  }

  /** The lines of one reply, the code left out. */
  Turn say(int code, List<String> texts) {
    int last = texts.size() - 1;
    String[] lines = new String[texts.size()];
    for (int i = 0; i <= last; i++) {
      lines[i] = code + (i == last ? " " : "-") + texts.get(i);
    }
    return say(List.of(lines), new Next.Line());
  }

  /** An answer, and what comes after it. */
  Turn say(String line, Next next) {
    return say(List.of(line), next);
  }

  /** The last answer. */
  Turn end(String line) {
    return say(line, new Next.Close());
  }

  /** A refusal with the trailer; one too many ends the session. */
  Turn refuse(String reply) {
    String line = reply + " " + replies.trailer();
    return ++mistakes < mostMistakes
        ? say(line)
        : say(
            List.of(
                line, "421 4.7.0 Too many errors on this connection, closing transmission channel"),
            new Next.Close());
  }

  /** The handshake is granted. */
  Turn grantTls() {
    return say(Strikes.START, new Next.Handshake(strikes.late()));
  }

  private Turn say(List<String> lines, Next next) {
    return new Turn(lines, strikes.between(), next);
  }
}
