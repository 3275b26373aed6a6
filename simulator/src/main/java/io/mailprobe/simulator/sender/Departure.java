package io.mailprobe.simulator.sender;

import io.mailprobe.simulator.queue.QueuedMessage;
import java.time.Instant;

/** A message as it leaves Exchange Online, for those who do not send it over a network. */
public final class Departure {

  private Departure() {}

  /**
   * The whole message, one character for each byte: as it came, below the headers of its way.
   *
   * @param released when it left the queue for its first delivery
   */
  public static String text(QueuedMessage message, Instant released) {
    return TraceHeaders.of(message, released) + message.content();
  }
}
