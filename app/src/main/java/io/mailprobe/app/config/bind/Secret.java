package io.mailprobe.app.config.bind;

/** A text that is never printed. */
public record Secret(String reveal) {

  @Override
  public String toString() {
    return "(secret)";
  }
}
