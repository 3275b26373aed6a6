package io.mailprobe.app.metrics;

/** The answer to a scrape: all series, in the format that was agreed on. */
public final class Exposition {

  private final String contentType;
  private final byte[] body;

  Exposition(String contentType, byte[] body) {
    this.contentType = contentType;
    this.body = body;
  }

  /** The media type of the format. */
  public String contentType() {
    return contentType;
  }

  /** All series; not copied, so not to be written to. */
  public byte[] body() {
    return body;
  }
}
