package io.mailprobe.prober.web;

import java.io.IOException;

/** An answer was longer than its reader takes. */
public final class TooLargeException extends IOException {

  private static final long serialVersionUID = 1;

  TooLargeException(int mostBytes) {
    super("the answer has more than " + mostBytes + " bytes");
  }
}
