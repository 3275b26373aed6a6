package io.mailprobe.protocol.stamp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What several tests of stamps begin with. */
final class Samples {

  static final Instant NOW = Instant.parse("2026-06-02T13:03:10.5Z");
  static final ProbeId ID = ProbeId.parse("0123456789abcdefghjkmnpqr0").orElseThrow();
  static final Stamp STAMP =
      new Stamp(
          ID,
          "outbound",
          "emea",
          "emea-1",
          42,
          Instant.parse("2026-06-02T13:03:00.000001Z"),
          Instant.parse("2026-06-02T13:03:00.000250Z"),
          Instant.parse("2026-06-02T13:03:09Z"),
          2);

  private Samples() {}

  static StampKey key(String id) {
    return new StampKey(id, ("the secret of key " + id).getBytes(US_ASCII));
  }

  static Keyring ring(String... ids) {
    return new Keyring(Stream.of(ids).map(Samples::key).toList());
  }

  static StampCodec codec(String... ids) {
    return new StampCodec(ring(ids), Duration.ofHours(25));
  }

  static List<Stamp> stamps() {
    String longest = "a".repeat(64);
    return List.of(
        STAMP,
        new Stamp(ID, "A", "b", "0", 1, NOW, NOW, NOW, 1),
        new Stamp(ID, longest, longest, longest, Long.MAX_VALUE, NOW, NOW, NOW, Integer.MAX_VALUE),
        new Stamp(ID, "r.o_u-te", "x", "y", 7, NOW, Instant.EPOCH, Instant.MAX, 3));
  }
}
