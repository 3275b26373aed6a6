package io.mailprobe.protocol.stamp;

import java.util.Optional;

/** Crockford's base 32 without padding and without its look-alikes; printed in lower case. */
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

  /** The bytes of a text; empty where it is not what {@link #encode} makes of them, in any case. */
  static Optional<byte[]> decode(String text, int length) {
    if (text.length() != (length * 8 + 4) / 5) {
      return Optional.empty();
    }
    byte[] bytes = new byte[length];
    int at = 0;
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(lower(text.charAt(i)));
      if (digit < 0) {
        return Optional.empty();
      }
      buffer = (buffer << 5) | digit;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (buffer >> bits);
      }
    }
    // One text for one value: left-over bits must be zero, or a token could be altered unnoticed.
    boolean canonical = (buffer & ((1 << bits) - 1)) == 0;
    return canonical ? Optional.of(bytes) : Optional.empty();
  }

  /** Folds A to Z alone: Unicode knows further characters that fold to ASCII letters. */
  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
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
