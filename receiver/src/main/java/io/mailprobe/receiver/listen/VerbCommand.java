package io.mailprobe.receiver.listen;

import io.mailprobe.receiver.ReceiverEvents.Deferral;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.server.Session;

/** A verb of ours in the place of one of SubEthaSMTP's. */
final class VerbCommand extends BaseCommand {

  private static final Logger log = LoggerFactory.getLogger(VerbCommand.class);

  private final Verb verb;

  VerbCommand(String name, Verb verb) {
    super(name, "");
    this.verb = verb;
  }

  /** Does what the peer's command asks for; {@code line} is no more than its name. */
  @Override
  public void execute(String line, Session session) {
    Conversation conversation = ((PeerSocket) session.getSocket()).conversation();
    try {
      verb.run(conversation, conversation.current());
    } catch (RuntimeException e) {
      log.error("{} from {} failed: {}", getName(), conversation.peer(), e.toString());
      log.debug("in full", e);
      conversation.replyDeferred(Deferral.INTERNAL, "451 4.3.0 A fault of ours, try again later");
    }
    if (conversation.over()) {
      session.quit();
    }
  }
}
