package io.mailprobe.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.protocol.stamp.StampCodec;
import io.mailprobe.protocol.stamp.StampKey;
import io.mailprobe.protocol.stamp.StampVerdict;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Signing and verifying a stamp against the least that either can cost: one HMAC-SHA256 over the
 * same bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StampBenchmark {

  private static final Instant NOW = Instant.parse("2026-06-02T13:03:00Z");
  private static final byte[] SECRET = "thirty-two characters of secret.".getBytes(US_ASCII);

  private final StampCodec codec =
      new StampCodec(new Keyring(List.of(new StampKey("k1", SECRET))), Duration.ofHours(25));
  private final Stamp stamp =
      new Stamp(
          ProbeId.create(NOW, new SplittableRandom(1)),
          "outbound",
          "emea",
          "emea-1",
          4_711,
          NOW,
          NOW,
          NOW,
          1);
  private final String header = codec.sign(stamp);
  private final byte[] content = header.getBytes(US_ASCII);

  /** Ours: prints and signs. */
  @Benchmark
  public String sign() {
    return codec.sign(stamp);
  }

  /** Ours: parses and verifies. */
  @Benchmark
  public StampVerdict verify() {
    return codec.verify(header, NOW);
  }

  /** The peer: nothing but the HMAC, by a fresh Mac as the codec uses it. */
  @Benchmark
  public byte[] bareHmac() throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
    return mac.doFinal(content);
  }
}
