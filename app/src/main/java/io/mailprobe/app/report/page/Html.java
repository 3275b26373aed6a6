package io.mailprobe.app.report.page;

import java.util.Locale;

/** HTML and SVG as they are written, one piece after the other. What is text is escaped. */
final class Html {

  private final StringBuilder out = new StringBuilder(1 << 16);

  /** Opens an element, given with its attributes, which are ours alone: {@code p class="soft"}. */
  Html open(String tag) {
    out.append('<').append(tag).append('>');
    return this;
  }

  Html close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  /** Text as a stranger may have said it. */
  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      switch (letter) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(letter);
      }
    }
    return this;
  }

  /** An element with nothing but text in it. */
  Html element(String tag, String text) {
    int end = tag.indexOf(' ');
    return open(tag).text(text).close(end < 0 ? tag : tag.substring(0, end));
  }

  /** An element of SVG without content. */
  Html shape(String tag) {
    out.append('<').append(tag).append("/>");
    return this;
  }

  /** Takes over what is HTML already. */
  Html raw(CharSequence html) {
    out.append(html);
    return this;
  }

  Html line() {
    out.append('\n');
    return this;
  }

  /** A coordinate: a tenth of a pixel is fine enough. */
  static String at(double coordinate) {
    double rounded = Math.round(coordinate * 10) / 10.0;
    return rounded == Math.rint(rounded)
        ? Long.toString((long) rounded)
        : String.format(Locale.ROOT, "%.1f", rounded);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
