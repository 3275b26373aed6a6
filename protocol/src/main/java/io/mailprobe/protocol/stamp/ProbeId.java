package io.mailprobe.protocol.stamp;

import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The identity of one probe: 128 bits in UUID version 7 form (RFC 9562 5.7), so that ids sort by
 * the time they were made. Its text is 26 lower-case characters of Crockford's base 32, which
 * survives mail systems that fold the case of a local part.
 */
public record ProbeId(long high, long low) implements Comparable<ProbeId> {

  /** The number of characters of the text form. */
  public static final int LENGTH = 26;

  /** A new id for a probe made at the given instant. */
  public static ProbeId create(Instant at, RandomGenerator random) {
    long high = (at.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0xFFFL);
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new ProbeId(high, low);
  }

  /** Reads the text form, in either case; empty for anything else. */
  public static Optional<ProbeId> parse(String text) {
    return Base32.decode(text, 16)
        .map(bytes -> new ProbeId(Base32.toLong(bytes, 0), Base32.toLong(bytes, 8)));
  }

  byte[] bytes() {
    byte[] bytes = new byte[16];
    Base32.putLong(bytes, 0, high);
    Base32.putLong(bytes, 8, low);
    return bytes;
  }

  @Override
  public int compareTo(ProbeId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return Base32.encode(bytes());
  }
}
