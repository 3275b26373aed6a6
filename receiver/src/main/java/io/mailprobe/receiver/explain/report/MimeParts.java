package io.mailprobe.receiver.explain.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a message apart into the parts that have no parts of their own, in their order. Total: what
 * cannot be taken apart is a part as it stands. Bounded in the number of parts and in their depth;
 * what lies deeper is left out.
 */
final class MimeParts {

  static final int MOST_DEPTH = 12;
  static final int MOST_PARTS = 100;

  /** More lines that look like boundaries than that many parts have are no boundaries. */
  private static final int MOST_BOUNDARIES = 4 * MOST_PARTS;

  private static final Session SESSION = Session.getInstance(new Properties());
  private static final Pattern BOUNDARY_LINE = Pattern.compile("(?m)^--\\S");
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "boundary\\s*=\\s*(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200}))", Pattern.CASE_INSENSITIVE);
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([A-Za-z0-9_.:-]{1,60})", Pattern.CASE_INSENSITIVE);
  private static final Pattern TYPE =
      Pattern.compile("\\s*([A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+)");

  private final List<Part> parts = new ArrayList<>();

  private MimeParts() {}

  /** The parts of a message, whose own headers are not among them. */
  static List<Part> of(byte[] message) {
    MimeParts walk = new MimeParts();
    walk.message(message, 0, 0);
    return walk.parts;
  }

  /** The headers of a message or of a header block; without any where it has none. */
  static MimeMessage parse(byte[] message) {
    try {
      return new MimeMessage(SESSION, new SharedByteArrayInputStream(message));
    } catch (MessagingException | RuntimeException _) {
      return new MimeMessage(SESSION);
    }
  }

  private void message(byte[] message, int depth, int returned) {
    MimeMessage parsed = parse(message);
    byte[] raw;
    try (InputStream in = parsed.getRawInputStream()) {
      raw = in.readAllBytes();
    } catch (MessagingException | IOException | RuntimeException _) {
      raw = message;
    }
    if (returned > 0) {
      add(
          new Part(
              Part.HEADERS_TYPE,
              Optional.empty(),
              java.util.Arrays.copyOf(message, Math.max(0, message.length - raw.length)),
              returned));
    }
    part(parsed, raw, depth, returned);
  }

  private void part(MimePart part, byte[] raw, int depth, int returned) {
    if (depth > MOST_DEPTH || parts.size() >= MOST_PARTS) {
      return;
    }
    String header = header(part, "Content-Type").orElse("text/plain");
    String type = typeOf(header);
    if (type.startsWith("multipart/") && split(header, raw, depth, returned)) {
      return;
    }
    byte[] content = decode(raw, header(part, "Content-Transfer-Encoding"));
    if (type.equals("message/rfc822") || type.equals("message/global")) {
      message(content, depth + 1, returned + 1);
    } else {
      boolean unsplit = type.startsWith("multipart/");
      add(new Part(unsplit ? "text/plain" : type, find(CHARSET, header), content, returned));
    }
  }

  private void add(Part part) {
    if (parts.size() < MOST_PARTS) {
      parts.add(part);
    }
  }

  /** Whether it could be taken apart; else it is all one text. */
  private boolean split(String header, byte[] raw, int depth, int returned) {
    if (BOUNDARY_LINE.matcher(new String(raw, ISO_8859_1)).results().limit(MOST_BOUNDARIES).count()
        == MOST_BOUNDARIES) {
      return false;
    }
    Optional<String> boundary = find(BOUNDARY, header);
    // A boundary that is not there is no better than none: then the first one met is taken.
    List<MimeBodyPart> split =
        boundary.map(given -> split(raw, "; boundary=\"" + given + "\"")).orElse(List.of());
    if (split.isEmpty()) {
      split = split(raw, "");
    }
    for (MimeBodyPart part : split) {
      try (InputStream in = part.getRawInputStream()) {
        part(part, in.readAllBytes(), depth + 1, returned);
      } catch (MessagingException | IOException | RuntimeException _) {
        // One part that cannot be read leaves the others.
      }
    }
    return !split.isEmpty();
  }

  private static List<MimeBodyPart> split(byte[] raw, String parameter) {
    List<MimeBodyPart> split = new ArrayList<>();
    try {
      MimeMultipart multipart =
          new MimeMultipart(new ByteArrayDataSource(raw, "multipart/mixed" + parameter));
      for (int i = 0; i < Math.min(multipart.getCount(), MOST_PARTS); i++) {
        if (multipart.getBodyPart(i) instanceof MimeBodyPart part) {
          split.add(part);
        }
      }
    } catch (MessagingException | RuntimeException _) {
      split.clear();
    }
    return split;
  }

  private static String typeOf(String header) {
    try {
      return new ContentType(header).getBaseType().toLowerCase(Locale.ROOT);
    } catch (ParseException | RuntimeException _) {
      return find(TYPE, header).orElse("text/plain").toLowerCase(Locale.ROOT);
    }
  }

  private static Optional<String> header(MimePart part, String name) {
    try {
      return Optional.ofNullable(part.getHeader(name, null));
    } catch (MessagingException | RuntimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    boolean second = matcher.groupCount() > 1 && matcher.group(1) == null;
    return Optional.ofNullable(matcher.group(second ? 2 : 1));
  }

  /** Undone from its transfer encoding as far as that can be done. */
  private static byte[] decode(byte[] raw, Optional<String> encoding) {
    String name = encoding.orElse("7bit").strip().toLowerCase(Locale.ROOT);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length);
    try (InputStream in = MimeUtility.decode(new SharedByteArrayInputStream(raw), name)) {
      in.transferTo(decoded);
    } catch (MessagingException | IOException | RuntimeException _) {
      return decoded.size() == 0 ? raw : decoded.toByteArray();
    }
    return decoded.toByteArray();
  }
}
