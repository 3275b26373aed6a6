package io.mailprobe.app.prometheus;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Samples of one series in the encoding of Prometheus (tsdb/docs/format/chunks.md, "XOR chunk
 * data"): instants by the difference of their differences, values by what differs of their bits.
 */
final class XorChunk {

  /** How its number is written. */
  static final int ENCODING = 1;

  private static final int COUNT_BYTES = 2;
  private static final int NO_WINDOW = -1;

  /** Five bits tell the number of leading zeroes. */
  private static final int MOST_LEADING = 31;

  private byte[] bytes = new byte[256];
  private int bits;
  private int count;
  private long time;
  private long step;
  private long value;
  private int leading = NO_WINDOW;
  private int trailing;

  /** A sample, later than those before. */
  void add(long millis, double sample) {
    long raw = Double.doubleToRawLongBits(sample);
    switch (count) {
      case 0 -> {
        bits = COUNT_BYTES * Byte.SIZE;
        put(Varints.signed(millis));
        put(raw, Long.SIZE);
      }
      case 1 -> {
        step = millis - time;
        put(Varints.unsigned(step));
        putValue(raw);
      }
      default -> {
        long next = millis - time;
        putChange(next - step);
        step = next;
        putValue(raw);
      }
    }
    time = millis;
    value = raw;
    count++;
  }

  private void putChange(long change) {
    if (change == 0) {
      put(0, 1);
    } else if (fits(change, 14)) {
      put(0b10, 2);
      put(change, 14);
    } else if (fits(change, 17)) {
      put(0b110, 3);
      put(change, 17);
    } else if (fits(change, 20)) {
      put(0b1110, 4);
      put(change, 20);
    } else {
      put(0b1111, 4);
      put(change, Long.SIZE);
    }
  }

  private static boolean fits(long change, int width) {
    return -((1L << (width - 1)) - 1) <= change && change <= 1L << (width - 1);
  }

  private void putValue(long raw) {
    long difference = raw ^ value;
    if (difference == 0) {
      put(0, 1);
      return;
    }
    int newLeading = Math.min(MOST_LEADING, Long.numberOfLeadingZeros(difference));
    int newTrailing = Long.numberOfTrailingZeros(difference);
    if (leading != NO_WINDOW && newLeading >= leading && newTrailing >= trailing) {
      put(0b10, 2);
      put(difference >>> trailing, Long.SIZE - leading - trailing);
      return;
    }
    leading = newLeading;
    trailing = newTrailing;
    int width = Long.SIZE - leading - trailing;
    put(0b11, 2);
    put(leading, 5);
    put(width, 6); // 64 is written as 0.
    put(difference >>> trailing, width);
  }

  private void put(byte[] whole) {
    for (byte each : whole) {
      put(each, Byte.SIZE);
    }
  }

  /** The lowest bits of a number, the highest of them first. */
  private void put(long number, int width) {
    int end = bits + width;
    if (end > bytes.length * Byte.SIZE) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    for (int left = width; left > 0; ) {
      int free = Byte.SIZE - bits % Byte.SIZE;
      int taken = Math.min(free, left);
      long part = number >>> (left - taken) & (1L << taken) - 1;
      bytes[bits / Byte.SIZE] |= (byte) (part << (free - taken));
      bits += taken;
      left -= taken;
    }
  }

  /** How many samples it has. */
  int count() {
    return count;
  }

  /** What is to be written of it. */
  byte[] data() {
    byte[] data = Arrays.copyOf(bytes, (bits + Byte.SIZE - 1) / Byte.SIZE);
    ByteBuffer.wrap(data).putShort(0, (short) count);
    return data;
  }

  /** Numbers of as many bytes as they need, as Go's {@code encoding/binary} writes them. */
  static final class Varints {

    private Varints() {}

    static byte[] unsigned(long number) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(10);
      long left = number;
      for (; left >>> 7 != 0; left >>>= 7) {
        out.write((int) (left & 0x7f) | 0x80);
      }
      out.write((int) left);
      return out.toByteArray();
    }

    static byte[] signed(long number) {
      return unsigned(number << 1 ^ number >> 63);
    }
  }
}
