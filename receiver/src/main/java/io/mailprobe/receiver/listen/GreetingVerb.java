package io.mailprobe.receiver.listen;

import java.util.ArrayList;
import java.util.List;

/** EHLO and HELO (RFC 5321 4.1.1.1). */
final class GreetingVerb implements Verb {

  private static final int MAX_NAME = 255;

  private final boolean extended;

  GreetingVerb(boolean extended) {
    this.extended = extended;
  }

  /** Takes any name without white space: RFC 5321 4.1.4 forbids to judge a peer by its name. */
  @Override
  public void run(Conversation conversation, CommandLine line) {
    String name = line.argument();
    if (name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(c -> c <= ' ')) {
      conversation.replyBad("501 5.5.4 " + line.verb() + " needs one name");
      return;
    }
    conversation.greet(name, extended);
    conversation.reply(
        extended ? extensions(conversation) : "250 " + conversation.terms().hostname());
  }

  private static String extensions(Conversation conversation) {
    Terms terms = conversation.terms();
    List<String> lines = new ArrayList<>();
    lines.add(terms.hostname());
    lines.add("PIPELINING");
    lines.add("SIZE " + terms.limits().messageBytes());
    lines.add("8BITMIME");
    lines.add("SMTPUTF8");
    lines.add("ENHANCEDSTATUSCODES");
    lines.add("DSN"); // Its parameters are evidence; we end the way and send no report ourselves.
    lines.add("CHUNKING");
    if (!conversation.wire().isTls()) {
      lines.add("STARTTLS"); // RFC 3207 4.2: not once TLS is in use.
    }
    int last = lines.size() - 1;
    return "250-" + String.join("\r\n250-", lines.subList(0, last)) + "\r\n250 " + lines.get(last);
  }
}
