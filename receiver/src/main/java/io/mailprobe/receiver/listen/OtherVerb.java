package io.mailprobe.receiver.listen;

/** Whatever is no command that we know. */
final class OtherVerb implements Verb {

  /** Under which it is found; an unlikely command, and refused like any other unknown one. */
  static final String NAME = "OTHER";

  @Override
  public void run(Conversation conversation, CommandLine line) {
    if (line.fault().isEmpty()) {
      conversation.replyBad("500 5.5.1 Command not recognized");
      return;
    }
    switch (line.fault().get()) {
      case TOO_LONG -> conversation.replyBad("500 5.5.2 Line too long");
      case BARE_LINE_END ->
          conversation.replyBad("500 5.5.2 A line ends with CRLF, and has no other CR or LF");
      case NOT_TEXT -> conversation.replyBad("500 5.5.2 Neither ASCII nor UTF-8 text");
      case ENDLESS -> {
        conversation.replyBad("500 5.5.2 Line too long");
        conversation.end("421 4.7.0 " + conversation.terms().hostname() + " No command, closing");
      }
    }
  }
}
