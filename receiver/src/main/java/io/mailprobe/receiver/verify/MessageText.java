package io.mailprobe.receiver.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The beginning of a message, taken apart into headers and body. Total: any bytes are a message of
 * some kind. One byte is one character; what we look for is ASCII.
 *
 * @param headers unfolded, in their order
 * @param headLength where the header block ends
 * @param body what follows the header block, not decoded
 */
record MessageText(List<Header> headers, int headLength, String body) {

  private static final Pattern LINE_END = Pattern.compile("\r?\n");
  private static final Pattern SOFT_BREAK = Pattern.compile("=[ \t]*\r?\n");

  private static final Pattern BASE64_LINE = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

  MessageText {
    headers = List.copyOf(headers);
  }

  /** One header field. */
  record Header(String name, String value) {}

  static MessageText of(byte[] message) {
    String text = new String(message, ISO_8859_1);
    List<Header> headers = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    int at = 0;
    Matcher lineEnd = LINE_END.matcher(text);
    while (at < text.length()) {
      boolean found = lineEnd.find(at);
      String line = text.substring(at, found ? lineEnd.start() : text.length());
      int next = found ? lineEnd.end() : text.length();
      boolean folded = line.startsWith(" ") || line.startsWith("\t");
      if (!folded) {
        parse(field).ifPresent(headers::add);
        field.setLength(0);
        if (line.isEmpty()) {
          return new MessageText(headers, next, text.substring(next));
        }
      }
      field.append(folded ? "\r\n" : "").append(line);
      at = next;
    }
    parse(field).ifPresent(headers::add);
    return new MessageText(headers, text.length(), "");
  }

  /** A line that is no header field is passed over, as mail systems do. */
  private static Optional<Header> parse(StringBuilder field) {
    int colon = field.indexOf(":");
    return colon < 1
        ? Optional.empty()
        : Optional.of(
            new Header(field.substring(0, colon).strip(), field.substring(colon + 1).strip()));
  }

  /** The values of all fields of that name. */
  List<String> all(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /** The subject, with its encoded words (RFC 2047) decoded where that can be done. */
  String subject() {
    String raw = String.join("\n", all("Subject"));
    try {
      return MimeUtility.decodeText(MimeUtility.unfold(raw));
    } catch (UnsupportedEncodingException | RuntimeException _) {
      return raw; // In a character set or form that nobody knows.
    }
  }

  /** The body as it stands, and undone from either transfer encoding, in whatever part. */
  List<String> bodies() {
    List<String> texts = new ArrayList<>(List.of(body, SOFT_BREAK.matcher(body).replaceAll("")));
    StringBuilder run = new StringBuilder();
    for (String line : LINE_END.split(body, -1)) {
      if (BASE64_LINE.matcher(line).matches()) {
        run.append(line);
      } else {
        texts.add(decode(run));
        run.setLength(0);
      }
    }
    texts.add(decode(run));
    return texts;
  }

  /** What a run of lines says that may be base 64 (RFC 2045 6.8); a cut-off end is dropped. */
  private static String decode(StringBuilder run) {
    int padding = run.indexOf("=");
    int length = (padding < 0 ? run.length() : padding) / 4 * 4;
    return new String(Base64.getDecoder().decode(run.substring(0, length)), ISO_8859_1);
  }

  /** Whether it reports on another message (RFC 6522), rather than being one that was delivered. */
  boolean isReport() {
    return all("Content-Type").stream()
        .anyMatch(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/report"));
  }

  /** Whether a program answered another message with it (RFC 3834 5). */
  boolean isAutomaticReply() {
    return all("Auto-Submitted").stream()
        .anyMatch(value -> value.toLowerCase(Locale.ROOT).startsWith("auto-replied"));
  }
}
