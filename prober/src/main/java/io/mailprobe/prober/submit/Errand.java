package io.mailprobe.prober.submit;

import io.mailprobe.protocol.session.Phase;
import java.util.List;

/** What a session is for. */
sealed interface Errand {

  /** Whether there is more to do once this phase went well. */
  boolean goesBeyond(Phase phase);

  /** How its transaction begins. */
  Step.Say mail(Capabilities capabilities);

  /** Whom it is for. */
  Step.Say rcpt();

  /** What is to be said before the connection is left in this phase; QUIT comes last. */
  List<String> farewell(Phase phase);

  /** What is handed over. */
  WireMessage message();

  private static Step.Say say(Phase phase, String line) {
    return new Step.Say(phase, line, line);
  }

  /** To hand a message over. */
  record HandOver(String mailFrom, String rcptTo, WireMessage message) implements Errand {

    @Override
    public boolean goesBeyond(Phase phase) {
      return phase.compareTo(Phase.END_OF_DATA) < 0;
    }

    @Override
    public List<String> farewell(Phase phase) {
      return List.of("QUIT");
    }

    @Override
    public Step.Say mail(Capabilities capabilities) {
      String size = capabilities.size() ? " SIZE=" + message.size() : "";
      return say(Phase.MAIL, "MAIL FROM:<" + mailFrom + ">" + size);
    }

    @Override
    public Step.Say rcpt() {
      return say(Phase.RCPT, "RCPT TO:<" + rcptTo + ">");
    }
  }

  /** To see how far the server goes along. It has no message that it could send. */
  record Look(Depth depth) implements Errand {

    @Override
    public boolean goesBeyond(Phase phase) {
      return phase.compareTo(depth.last()) < 0;
    }

    @Override
    public List<String> farewell(Phase phase) {
      return phase.compareTo(Phase.MAIL) >= 0 ? List.of("RSET", "QUIT") : List.of("QUIT");
    }

    @Override
    public Step.Say mail(Capabilities capabilities) {
      return say(Phase.MAIL, "MAIL FROM:<" + recipient().mailFrom() + ">");
    }

    @Override
    public Step.Say rcpt() {
      return say(Phase.RCPT, "RCPT TO:<" + recipient().rcptTo() + ">");
    }

    @Override
    public WireMessage message() {
      throw new IllegalStateException("a visit hands nothing over");
    }

    private Depth.Recipient recipient() {
      if (depth instanceof Depth.Recipient recipient) {
        return recipient;
      }
      throw new IllegalStateException("a visit to " + depth + " begins no transaction");
    }
  }
}
