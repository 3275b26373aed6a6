package io.mailprobe.protocol.certificate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The distinguished encoding (X.690) of the few ASN.1 types that a certificate is made of. */
final class Der {

  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int CONTEXT = 0x80;
  private static final int CONSTRUCTED = 0x20;

  private static final Instant FOUR_DIGIT_YEARS = Instant.parse("2050-01-01T00:00:00Z");
  private static final DateTimeFormatter SHORT = format("yyMMddHHmmss'Z'");
  private static final DateTimeFormatter LONG = format("yyyyMMddHHmmss'Z'");

  private Der() {}

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
  }

  static byte[] sequence(byte[]... parts) {
    return tagged(SEQUENCE, parts);
  }

  static byte[] integer(BigInteger value) {
    return tagged(0x02, value.toByteArray());
  }

  static byte[] truth() {
    return tagged(0x01, new byte[] {(byte) 0xFF});
  }

  static byte[] octets(byte[]... parts) {
    return tagged(0x04, parts);
  }

  /** A bit string of whole bytes. */
  static byte[] bits(byte[] bytes) {
    return tagged(0x03, new byte[] {0}, bytes);
  }

  /** What stands under an explicit tag of its context. */
  static byte[] explicit(int number, byte[] value) {
    return tagged(CONTEXT | CONSTRUCTED | number, value);
  }

  /** A primitive value whose own tag is replaced by one of its context. */
  static byte[] implicit(int number, byte[] content) {
    return tagged(CONTEXT | number, content);
  }

  /** An object identifier in dotted form. */
  static byte[] identifier(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >>> shift != 0) {
          content.write(0x80 | ((arc >>> shift) & 0x7F));
        }
      }
      content.write(arc & 0x7F);
    }
    return tagged(OBJECT_IDENTIFIER, content.toByteArray());
  }

  /** To the second; years from 2050 on have four digits (RFC 5280, section 4.1.2.5). */
  static byte[] time(Instant instant) {
    boolean early = instant.isBefore(FOUR_DIGIT_YEARS);
    String text = (early ? SHORT : LONG).format(instant);
    return tagged(early ? UTC_TIME : GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      value.writeBytes(part);
    }
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.write(tag);
    length(value.size(), encoded);
    encoded.writeBytes(value.toByteArray());
    return encoded.toByteArray();
  }

  private static void length(int length, ByteArrayOutputStream to) {
    if (length < 0x80) {
      to.write(length);
      return;
    }
    byte[] bytes = BigInteger.valueOf(length).toByteArray();
    int first = bytes[0] == 0 ? 1 : 0;
    to.write(0x80 | (bytes.length - first));
    to.write(bytes, first, bytes.length - first);
  }
}
