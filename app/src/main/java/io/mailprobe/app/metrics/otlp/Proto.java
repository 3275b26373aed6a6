package io.mailprobe.app.metrics.otlp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A message in the wire format of Protocol Buffers, field by field. */
final class Proto {

  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** An int, a bool or an enum. */
  Proto number(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  /** A fixed64 or sfixed64. */
  Proto fixed(int field, long value) {
    tag(field, EIGHT_BYTES);
    eightBytes(value);
    return this;
  }

  /** A double. */
  Proto real(int field, double value) {
    return fixed(field, Double.doubleToRawLongBits(value));
  }

  /** A string. */
  Proto text(int field, String value) {
    return block(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A message in this one. */
  Proto message(int field, Proto value) {
    return block(field, value.bytes());
  }

  /** Many of eight bytes each, packed. */
  Proto packed(int field, long[] values) {
    tag(field, LENGTH);
    varint(values.length * 8L);
    for (long value : values) {
      eightBytes(value);
    }
    return this;
  }

  /** All of it. */
  byte[] bytes() {
    return bytes.toByteArray();
  }

  private Proto block(int field, byte[] content) {
    tag(field, LENGTH);
    varint(content.length);
    bytes.writeBytes(content);
    return this;
  }

  private void tag(int field, int type) {
    varint(((long) field << 3) | type);
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      bytes.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    bytes.write((int) left);
  }

  private void eightBytes(long value) {
    for (int shift = 0; shift < 64; shift += 8) {
      bytes.write((int) (value >>> shift));
    }
  }
}
