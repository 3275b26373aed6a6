package io.mailprobe.receiver.listen;

import io.mailprobe.receiver.ReceiverEvents.Refusal;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** STARTTLS (RFC 3207). */
final class StartTlsVerb implements Verb {

  private static final Logger log = LoggerFactory.getLogger(StartTlsVerb.class);

  @Override
  public void run(Conversation conversation, CommandLine line) {
    Wire wire = conversation.wire();
    if (wire.isTls()) {
      conversation.replyBad("503 5.5.1 TLS is in use already");
      return;
    }
    if (!Verbs.hasNoArgument(conversation, line)) {
      return;
    }
    // Whatever came along in clear text may be an attacker's (CVE-2011-0411), never a command.
    int injected = wire.discardBuffered();
    if (injected > 0) {
      log.warn("{} sent {} bytes behind STARTTLS, ignored", conversation.peer(), injected);
      conversation.terms().events().refused(Refusal.COMMAND);
    }
    conversation.forget();
    conversation.reply("220 2.0.0 Go ahead");
    try {
      wire.startTls(conversation.terms().certificates().current());
    } catch (IOException e) {
      // Nothing can be said any more that the peer would understand; TLS itself has told it why.
      log.info("{} failed the TLS handshake: {}", conversation.peer(), e.getMessage());
      conversation.quit();
    }
  }
}
