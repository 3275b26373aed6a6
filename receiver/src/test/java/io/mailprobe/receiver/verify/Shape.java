package io.mailprobe.receiver.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailprobe.receiver.harness.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A report made by hand: what is expected of it, and the message with gaps for what belongs to a
 * probe. Gaps are {@code {{name}}}; {@code {{raw:charset:text}}}, {@code {{base64:charset:text}}}
 * and {@code {{word:charset:text}}} are that text in that charset, as it is, in base 64, or as an
 * encoded word (RFC 2047).
 */
record Shape(String name, Map<String, String> expected, String template) {

  private static final Pattern GAP = Pattern.compile("\\{\\{([a-z0-9-]+)}}");
  private static final Pattern CODED =
      Pattern.compile("\\{\\{(raw|base64|word):([^:}]+):((?:[^{}]|[{}](?![{}]))*)}}");

  static Stream<Shape> all() {
    try {
      Path folder =
          Path.of(
              Objects.requireNonNull(
                      Shape.class.getResource("/io/mailprobe/receiver/explain/report"))
                  .toURI());
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> sorted =
            files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
        return sorted.stream().map(Shape::read);
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Shape read(Path file) {
    try {
      String[] halves = Files.readString(file).split("----\n", 2);
      Map<String, String> expected = new TreeMap<>();
      for (String line : halves[0].split("\n", -1)) {
        int colon = line.indexOf(": ");
        if (colon > 0) {
          expected.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
      String name = String.valueOf(file.getFileName()).replace(".eml", "");
      return new Shape(name, expected, halves[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<String> expects(String what) {
    return Optional.ofNullable(expected.get(what));
  }

  /** The message on these probes: the one, another of the same message, and one long ago. */
  byte[] on(Probe probe, Probe second, Probe old, String to) {
    String original = probe.message();
    String headers = original.substring(0, original.indexOf("\r\n\r\n") + 2);
    String stamp = probe.stampHeader();
    String token = probe.token();
    String altered = token.substring(0, 41) + (token.endsWith("0") ? "4" : "0");
    Map<String, String> gaps =
        Map.ofEntries(
            Map.entry("to", to),
            Map.entry("recipient", probe.recipient()),
            Map.entry("recipient2", second.recipient()),
            Map.entry("recipient-old", old.recipient()),
            Map.entry("recipient-unitext", probe.recipient().replace("+", "\\x{2B}")),
            Map.entry("recipient-qp", probe.recipient().replace("+", "=2B").replace("@", "=\r\n@")),
            Map.entry("token", token),
            Map.entry("token-altered", altered),
            Map.entry("stamp-altered", stamp.replace("seq=1;", "seq=2;")),
            Map.entry("headers", headers),
            Map.entry("headers-quoted", headers.replace("\r\n", "\r\n> ")),
            Map.entry("original", original));
    String message = template.replace("\n", "\r\n");
    message = fill(message, GAP, gap -> Objects.requireNonNull(gaps.get(gap), gap));
    Matcher coded = CODED.matcher(message);
    StringBuilder bytes = new StringBuilder();
    while (coded.find()) {
      String text = coded.group(3).replace("\\n", "\r\n");
      coded.appendReplacement(
          bytes, Matcher.quoteReplacement(code(coded.group(1), coded.group(2), text)));
    }
    coded.appendTail(bytes);
    String whole = bytes.toString();
    return (expects("line-ends").isPresent() ? whole.replace("\r\n", "\n") : whole)
        .getBytes(ISO_8859_1);
  }

  private static String fill(String text, Pattern gap, UnaryOperator<String> content) {
    return gap.matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(content.apply(found.group(1))));
  }

  private static String code(String how, String charset, String text) {
    byte[] bytes = text.getBytes(charset.equals("utf-8") ? UTF_8 : Charset.forName(charset));
    return switch (how) {
      case "base64" -> Base64.getMimeEncoder().encodeToString(bytes);
      case "word" -> "=?" + charset + "?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
      default -> new String(bytes, ISO_8859_1);
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
