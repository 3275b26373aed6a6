package io.mailprobe.receiver.harness;

import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.protocol.stamp.StampCodec;
import io.mailprobe.protocol.stamp.StampKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/** A genuine probe, as a prober would send it. */
public record Probe(Stamp stamp) {

  public static final Keyring KEYS = new Keyring(List.of(key("k1", "a secret of the tests")));
  public static final String DOMAIN = "probe.example.net";

  private static final RandomGenerator RANDOM = RandomGenerator.of("L64X128MixRandom");

  /** A key of that id and secret. */
  public static StampKey key(String id, String secret) {
    return new StampKey(id, secret.getBytes(StandardCharsets.US_ASCII));
  }

  /** A probe of the prober "emea-1", scheduled at that instant. */
  public static Probe at(Instant scheduled) {
    return of("emea-1", scheduled);
  }

  /** A probe of that prober, scheduled at that instant. */
  public static Probe of(String prober, Instant scheduled) {
    ProbeId id = ProbeId.create(scheduled, RANDOM);
    return new Probe(
        new Stamp(id, "outbound", "emea", prober, 1, scheduled, scheduled, scheduled, 1));
  }

  public ProbeId id() {
    return stamp.id();
  }

  public String token() {
    return new RecipientToken(KEYS).print(stamp.id());
  }

  public String recipient() {
    return new RecipientToken(KEYS).localPart(stamp.id()) + "@" + DOMAIN;
  }

  public String stampHeader() {
    return Stamp.HEADER + ": " + new StampCodec(KEYS, Duration.ofDays(7)).sign(stamp);
  }

  /** The message, its lines ended by CRLF. */
  public String message() {
    return String.join(
        "\r\n",
        "From: probe@contoso.com",
        "To: " + recipient(),
        "Subject: Mailprobe test message " + token(),
        "Message-ID: <" + token() + "@contoso.com>",
        stampHeader(),
        "",
        "A test message. Nobody needs to answer it.",
        "");
  }
}
