package io.mailprobe.protocol.stamp;

import java.util.Arrays;
import java.util.Optional;

/** Crockford's base 32 in lower case, without padding and without its look-alikes. */
final class Base32 {

  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

  private Base32() {}

  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder((bytes.length * 8 + 4) / 5);
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8) | (b & 0xFF);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(ALPHABET.charAt((buffer >> bits) & 31));
      }
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt((buffer << (5 - bits)) & 31));
    }
    return text.toString();
  }

  /** The bytes of a text; empty where it is not exactly what {@link #encode} makes of them. */
  static Optional<byte[]> decode(String text, int length) {
    byte[] bytes = new byte[length];
    int at = 0;
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      buffer = (buffer << 5) | digit;
      bits += 5;
      if (bits >= 8) {
        if (at == length) {
          return Optional.empty();
        }
        bits -= 8;
        bytes[at++] = (byte) (buffer >> bits);
      }
    }
    // One text for one value: left-over bits must be zero, or a token could be altered unnoticed.
    boolean canonical = at == length && encode(bytes).equals(text);
    return canonical ? Optional.of(Arrays.copyOf(bytes, length)) : Optional.empty();
  }

  static long toLong(byte[] bytes, int from) {
    long value = 0;
    for (int i = from; i < from + 8; i++) {
      value = (value << 8) | (bytes[i] & 0xFF);
    }
    return value;
  }

  static void putLong(byte[] bytes, int from, long value) {
    for (int i = 0; i < 8; i++) {
      bytes[from + i] = (byte) (value >> (56 - 8 * i));
    }
  }
}
