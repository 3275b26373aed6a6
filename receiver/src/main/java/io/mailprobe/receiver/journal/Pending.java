package io.mailprobe.receiver.journal;

import java.time.Instant;

/** A message whose final dot was read and which is not settled yet. */
public final class Pending implements AutoCloseable {

  private final Watermark watermark;
  private final Instant at;
  private final long began;

  Pending(Watermark watermark, Instant at, long began) {
    this.watermark = watermark;
    this.at = at;
    this.began = began;
  }

  /** When its final dot was read. */
  public Instant at() {
    return at;
  }

  long began() {
    return began;
  }

  /** It is on disk, or refused; does nothing the second time. */
  @Override
  public void close() {
    watermark.settle(this);
  }
}
