package io.mailprobe.app.config.bind;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A whole file as one section: from bytes to a value, or to all that is wrong. */
public final class Document {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Document() {}

  /**
   * Reads a file's bytes.
   *
   * @param base where relative paths start
   * @return the value; empty if there are errors
   */
  public static <T> Optional<T> read(
      byte[] content, Section<T> section, Path base, Surroundings surroundings, Problems problems) {
    return read(content, section, "docs/configuration.md", base, surroundings, problems);
  }

  /**
   * Reads the bytes of a file that another manual than the configuration's is about.
   *
   * @param manual where one begins with an empty file
   * @param base where relative paths start
   * @return the value; empty if there are errors
   */
  public static <T> Optional<T> read(
      byte[] content,
      Section<T> section,
      String manual,
      Path base,
      Surroundings surroundings,
      Problems problems) {
    Optional<Value> root =
        decode(content, problems).flatMap(text -> YamlTree.parse(text, problems));
    if (problems.errors() == 0
        && root.filter(value -> !(value instanceof Value.Text text && text.absent())).isEmpty()) {
      problems.error(
          Place.START, "", "the file is empty; " + manual + " begins with an example to copy");
      return Optional.empty();
    }
    return root.flatMap(value -> section.read(value, Reading.ofRoot(problems, surroundings, base)))
        .filter(_ -> problems.errors() == 0);
  }

  private static Optional<String> decode(byte[] content, Problems problems) {
    if (content.length >= 2
        && ((content[0] == (byte) 0xFF && content[1] == (byte) 0xFE)
            || (content[0] == (byte) 0xFE && content[1] == (byte) 0xFF))) {
      problems.error(Place.START, "", "the file is UTF-16; save it as UTF-8");
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(content);
    CharBuffer out = CharBuffer.allocate(content.length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    boolean malformed = decoder.decode(in, out, true).isError();
    String text = out.flip().toString();
    if (malformed) {
      problems.error(
          SyntaxProblem.placeOf(text),
          "",
          String.format(
              "byte 0x%02X is not UTF-8; save the file as UTF-8", content[in.position()]));
      return Optional.empty();
    }
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return Optional.of(marked ? text.substring(1) : text);
  }
}
