package io.mailprobe.protocol.feed;

import java.io.IOException;

/** A text that claims to be a feed page and is not; the message names the line and the fault. */
public final class FeedFormatException extends IOException {

  private static final long serialVersionUID = 1;

  FeedFormatException(int line, String fault) {
    super("line " + line + ": " + fault);
  }
}
