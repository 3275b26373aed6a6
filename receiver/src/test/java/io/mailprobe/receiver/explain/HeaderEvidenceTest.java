package io.mailprobe.receiver.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.stamp.ProbeId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeaderEvidenceTest {

  private static final String TRACE =
      "Received: from a.example by b.example; Sun, 22 Nov 2026 09:00:00 +0000\r\n";

  @Test
  void anOrdinaryBlockGoesAsItIs() {
    assertThat(lightened(TRACE + "Subject: x\r\n")).isEqualTo(TRACE + "Subject: x\r\n");
    assertThat(lightened("")).isEmpty();
  }

  @Test
  void ofALongBlockTheWayComesFirst() {
    String noise = ("X-Noise: " + "n".repeat(900) + "\r\n").repeat(20);
    String kept = lightened(noise + TRACE + noise + TRACE);
    assertThat(kept).startsWith(TRACE + TRACE + "X-Noise: n").endsWith("n\r\n");
    assertThat(kept.length()).isBetween(HeaderEvidence.MOST - 1_000, HeaderEvidence.MOST);
  }

  @Test
  void oneFieldAloneCannotExceedTheBound() {
    assertThat(lightened("Received: " + "x".repeat(60_000) + "\r\n" + TRACE)).isEqualTo(TRACE);
  }

  @Test
  void controlCharactersAreNotPassedOn() {
    assertThat(lightened("X: a\u0000b\u001bc\td\r\n e\u007f\r\n"))
        .isEqualTo("X: a?b?c\td\r\n e?\r\n");
  }

  private static String lightened(String head) {
    Instant at = Instant.parse("2026-11-22T09:00:00Z");
    ProbeId probe = ProbeId.parse("0123456789abcdefghjkmnpqr0").orElseThrow();
    Arrival arrival =
        new Arrival(
            1,
            probe,
            Arrival.Place.RECIPIENT,
            Optional.empty(),
            Optional.empty(),
            at,
            at,
            at,
            "192.0.2.1",
            "a.example",
            "probe@probe.example.net",
            100);
    return HeaderEvidence.lighten(arrival.withHead(head)).head();
  }
}
