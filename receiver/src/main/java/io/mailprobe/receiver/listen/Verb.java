package io.mailprobe.receiver.listen;

/** What one command does. */
interface Verb {

  /** Carries the command out and answers it. */
  void run(Conversation conversation, CommandLine line);
}
