package io.mailprobe.receiver.explain.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.internet.MimeUtility;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of a message that has no parts of its own.
 *
 * @param type its media type in lower case, such as {@code text/plain}
 * @param charset the character set that it names, if any
 * @param content undone from its transfer encoding
 * @param returned how many messages it lies within, the report itself not counted: 0 for what the
 *     reporting system wrote, more for what it sent back
 */
@SuppressWarnings("ArrayRecordComponent") // Read once and dropped.
record Part(String type, Optional<String> charset, byte[] content, int returned) {

  /** The media types of header blocks that are returned alone (RFC 6522 4, RFC 6533 4). */
  private static final Pattern HEADERS =
      Pattern.compile("(text|message)/rfc822-headers|message/global-headers");

  private static final Pattern TAG = Pattern.compile("<[^<>]{0,2000}>");

  /** The media type of a header block that was returned. */
  static final String HEADERS_TYPE = "text/rfc822-headers";

  boolean isHeaders() {
    return HEADERS.matcher(type).matches();
  }

  boolean isText() {
    return type.startsWith("text/") && !isHeaders();
  }

  boolean isHtml() {
    return type.equals("text/html");
  }

  /** Its text, in the character set that it names; in UTF-8 or, failing that, ISO 8859-1. */
  String text() {
    String text = charset.flatMap(Part::known).map(this::decode).orElseGet(this::guess);
    return isHtml() ? withoutTags(text) : text;
  }

  private static Optional<Charset> known(String name) {
    try {
      return Optional.of(Charset.forName(MimeUtility.javaCharset(name)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private String decode(Charset known) {
    return new String(content, known);
  }

  private String guess() {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException _) {
      return new String(content, ISO_8859_1);
    }
  }

  private static String withoutTags(String html) {
    return TAG.matcher(html)
        .replaceAll("\n")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
  }
}
