package io.mailprobe.testkit.smtp;

import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** One thing that a scripted peer does. */
sealed interface Act {

  /** Reads a line, which must be the command. */
  record Expect(Pattern command) implements Act {}

  /** Sends bytes, one character for each. */
  record Send(String bytes) implements Act {}

  /** Sends bytes one by one and runs the task after each. */
  record Drip(String bytes, Runnable between) implements Act {}

  /** Reads a message up to its final dot, and keeps it. */
  record ReadMessage() implements Act {}

  /** Reads this many bytes of whatever comes. */
  record ReadBytes(int count) implements Act {}

  /** Speaks TLS from here on, as the server; to clients that show a certificate only, if told. */
  record StartTls(SSLContext context, boolean wantsCertificate) implements Act {}

  /** Runs a task of the test. */
  record Run(Runnable task) implements Act {}

  /** Says nothing more and waits until the client hangs up. */
  record Stall() implements Act {}

  /** Ends the connection in order (FIN); under TLS without a close_notify. */
  record Close() implements Act {}

  /** Tears the connection (RST). */
  record Reset() implements Act {}
}
