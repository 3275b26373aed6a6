package io.mailprobe.prober.submit;

/**
 * A message as it goes over the wire: all line ends are CRLF, the last one included, and lines that
 * begin with a dot have one more (RFC 5321 2.3.8, 4.5.2). The final dot is not part of it.
 *
 * @param text what to send, one character for each byte
 * @param size bytes before dot-stuffing, as SIZE declares them (RFC 1870 6.1)
 */
record WireMessage(String text, int size) {

  /** The line that ends a message, without its own end. */
  static final String FINAL_DOT = ".";

  static WireMessage of(String message) {
    StringBuilder wire = new StringBuilder(message.length() + 64);
    int stuffed = 0;
    boolean lineStart = true;
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (c == '\r' && i + 1 < message.length() && message.charAt(i + 1) == '\n') {
        continue; // The LF that follows writes both.
      }
      if (c == '\n' || c == '\r') {
        wire.append("\r\n");
        lineStart = true;
        continue;
      }
      if (lineStart && c == '.') {
        wire.append('.');
        stuffed++;
      }
      wire.append(c);
      lineStart = false;
    }
    if (!lineStart) {
      wire.append("\r\n");
    }
    return new WireMessage(wire.toString(), wire.length() - stuffed);
  }
}
