package io.mailprobe.receiver.listen;

import java.util.Map;

/** Every command by its name. */
final class Verbs {

  static final Map<String, Verb> ALL =
      Map.ofEntries(
          Map.entry("EHLO", new GreetingVerb(true)),
          Map.entry("HELO", new GreetingVerb(false)),
          Map.entry("STARTTLS", new StartTlsVerb()),
          Map.entry("MAIL", new MailVerb()),
          Map.entry("RCPT", new RcptVerb()),
          Map.entry("DATA", new DataVerb()),
          Map.entry("BDAT", new BdatVerb()),
          Map.entry("RSET", Verbs::reset),
          Map.entry("NOOP", (conversation, _) -> conversation.reply("250 2.0.0 OK")),
          Map.entry("QUIT", Verbs::quit),
          Map.entry("VRFY", Verbs::verify),
          Map.entry("EXPN", refuse("502 5.5.1 There are no lists here")),
          Map.entry("HELP", Verbs::help),
          Map.entry("AUTH", refuse("502 5.5.1 AUTH is not offered here: no one needs to log in")),
          Map.entry(OtherVerb.NAME, new OtherVerb()));

  private Verbs() {}

  /** Under which name a command is found. */
  static String nameOf(CommandLine line) {
    String verb = line.verb();
    return line.fault().isEmpty() && ALL.containsKey(verb) ? verb : OtherVerb.NAME;
  }

  private static Verb refuse(String reply) {
    return (conversation, _) -> conversation.replyBad(reply);
  }

  private static void reset(Conversation conversation, CommandLine line) {
    if (hasNoArgument(conversation, line)) {
      conversation.endTransaction();
      conversation.reply("250 2.0.0 OK");
    }
  }

  private static void quit(Conversation conversation, CommandLine line) {
    if (hasNoArgument(conversation, line)) {
      conversation.reply("221 2.0.0 " + conversation.terms().hostname() + " Closing");
      conversation.quit();
    }
  }

  /** Neither yes nor no (RFC 5321 3.5.3): recipients are told from others at RCPT. */
  private static void verify(Conversation conversation, CommandLine line) {
    if (line.argument().isEmpty()) {
      conversation.replyBad("501 5.5.4 VRFY needs an address");
    } else {
      conversation.reply("252 2.1.5 Cannot verify, send RCPT to find out");
    }
  }

  private static void help(Conversation conversation, CommandLine line) {
    conversation.reply("214 2.0.0 This takes the messages of Mailprobe's probers, see RFC 5321");
  }

  /** Whether the command stands alone, as it must; says so to the peer where it does not. */
  static boolean hasNoArgument(Conversation conversation, CommandLine line) {
    if (line.argument().isEmpty()) {
      return true;
    }
    conversation.replyBad("501 5.5.4 " + line.verb() + " has no argument");
    return false;
  }
}
