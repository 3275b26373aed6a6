package io.mailprobe.receiver.explain.report;

import io.mailprobe.protocol.report.DeliveryReport.Place;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.receiver.explain.report.ParsedReport.Entry;
import io.mailprobe.receiver.explain.report.ParsedReport.Form;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a message as a delivery report, if it is one. Total: any bytes are a report or none, and
 * soon. The status is looked for in every text, since not every producer marks it as such; headers
 * that were returned are looked for in parts and in texts.
 */
public final class ReportReader {

  private static final int MOST_CLAIMS = 50;

  /** Who writes reports in sentences only. */
  private static final Pattern MAIL_SYSTEM =
      Pattern.compile(
          "mailer-?daemon|postmaster|microsoftexchange|mail delivery|delivery (sub)?system|mdaemon",
          Pattern.CASE_INSENSITIVE);

  /** A stamp as it stands in a text, folded or quoted as it may be. */
  private static final Pattern STAMP =
      Pattern.compile(
          Stamp.HEADER
              + "\\s?:(?<stamp>[^:]{0,5}v=1;[\\s\\S]{50,900}?mac=(?:[\\s>]{0,9}[A-Za-z0-9_-]){43})",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern MESSAGE_ID_LINE =
      Pattern.compile("(?im)^[> \t]{0,8}(?:x-)?(?:original-)?message-id\\s?:\\s{0,4}(\\S{1,300})");
  private static final Pattern SUBJECT_LINE =
      Pattern.compile(
          "(?im)^[> \t]{0,8}subject\\s?:([^\\r\\n]{1,900}(?:\\r?\\n[ \t][^\\r\\n]{1,900}){0,5})");

  private final MimeMessage message;
  private final List<Part> parts;
  private final List<String> stamps = new ArrayList<>();
  private final Map<Place, List<String>> claims = new EnumMap<>(Place.class);

  private ReportReader(byte[] message) {
    this.message = MimeParts.parse(message);
    this.parts = MimeParts.of(message);
  }

  /**
   * Reads a message.
   *
   * @return empty where it reports nothing on another message
   */
  public static Optional<ParsedReport> read(byte[] message) {
    return new ReportReader(message).read();
  }

  private Optional<ParsedReport> read() {
    Optional<StatusFields> status = status();
    String sentences = Words.sentences(human());
    Optional<String> messageId = first(message, "Message-ID");
    List<Entry> entries =
        status
            .map(fields -> new FieldNotices(fields, sentences, messageId).entries())
            .orElseGet(() -> inWords(sentences, messageId));
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    gatherClaims();
    status
        .map(fields -> fields.message().get("original-envelope-id"))
        .ifPresent(id -> claim(Place.ENVELOPE_ID, Addresses.in(id)));
    Form form = status.isPresent() ? Form.FIELDS : Form.WORDS;
    return Optional.of(new ParsedReport(form, entries, stamps, claims));
  }

  /** The outermost one: a message that was sent back may hold another. */
  private Optional<StatusFields> status() {
    int deepest = parts.stream().mapToInt(Part::returned).max().orElse(0);
    for (int depth = 0; depth <= deepest; depth++) {
      for (Part part : parts) {
        if (part.returned() == depth && !part.isHeaders() && !part.isHtml()) {
          Optional<StatusFields> fields = StatusFields.in(part.text());
          if (fields.isPresent()) {
            return fields;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** What the reporting system says to people, in plain text where there is any. */
  private String human() {
    String plain = texts(false);
    return plain.isBlank() ? texts(true) : plain;
  }

  private String texts(boolean html) {
    return parts.stream()
        .filter(part -> part.returned() == 0 && part.isText() && part.isHtml() == html)
        .map(Part::text)
        .collect(Collectors.joining("\n"));
  }

  private List<Entry> inWords(String sentences, Optional<String> messageId) {
    boolean bySystem =
        all(message, "X-Failed-Recipients").findAny().isPresent()
            || all(message, "X-MS-Exchange-Message-Is-Ndr").findAny().isPresent()
            || all(message, "From").anyMatch(from -> MAIL_SYSTEM.matcher(from).find())
            || all(message, "Content-Type")
                .anyMatch(
                    type -> type.toLowerCase(Locale.ROOT).contains("report-type=delivery-status"));
    if (!bySystem) {
      return List.of();
    }
    List<String> failed =
        all(message, "X-Failed-Recipients")
            .flatMap(value -> Stream.of(value.split(",", MOST_CLAIMS)))
            .map(String::strip)
            .filter(address -> !address.isEmpty())
            .toList();
    return Words.read(sentences, failed, messageId);
  }

  private void gatherClaims() {
    for (Part part : parts) {
      if (part.isHeaders()) {
        MimeMessage headers = MimeParts.parse(part.content());
        all(headers, Stamp.HEADER).forEach(stamps::add);
        claim(Place.MESSAGE_ID, all(headers, "Message-ID").toList());
        claim(Place.SUBJECT, List.of(subject(headers)));
      }
    }
    for (Part part : parts) {
      String text = part.text();
      STAMP
          .matcher(text)
          .results()
          .limit(MOST_CLAIMS)
          .forEach(found -> stamps.add(withoutQuotes(found.group(1))));
      claim(
          Place.MESSAGE_ID,
          MESSAGE_ID_LINE
              .matcher(text)
              .results()
              .limit(MOST_CLAIMS)
              .map(found -> found.group(1))
              .toList());
      claim(
          Place.SUBJECT,
          SUBJECT_LINE
              .matcher(text)
              .results()
              .limit(MOST_CLAIMS)
              .map(found -> decoded(found.group(1)))
              .toList());
      claim(Place.BODY, List.of(text));
    }
    claim(Place.REFERENCES, all(message, "In-Reply-To").toList());
    claim(Place.REFERENCES, all(message, "References").toList());
    claim(Place.SUBJECT, List.of(subject(message)));
  }

  private static String withoutQuotes(String stamp) {
    return stamp.replaceAll("[\\s>]+", "");
  }

  private void claim(Place place, List<String> texts) {
    List<String> known = claims.computeIfAbsent(place, _ -> new ArrayList<>());
    texts.stream().limit(Math.max(0, MOST_CLAIMS - known.size())).forEach(known::add);
  }

  private static Optional<String> first(MimeMessage message, String name) {
    return all(message, name).findFirst();
  }

  private static Stream<String> all(MimeMessage message, String name) {
    try {
      String @org.jspecify.annotations.Nullable [] values = message.getHeader(name);
      return values == null ? Stream.of() : Stream.of(values).limit(MOST_CLAIMS);
    } catch (MessagingException | RuntimeException _) {
      return Stream.of();
    }
  }

  private static String subject(MimeMessage message) {
    return decoded(all(message, "Subject").collect(Collectors.joining("\n")));
  }

  private static String decoded(String raw) {
    try {
      return MimeUtility.decodeText(MimeUtility.unfold(raw));
    } catch (UnsupportedEncodingException | RuntimeException _) {
      return raw; // In a character set or form that nobody knows.
    }
  }
}
