package io.mailprobe.protocol.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTimeTest {

  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 22 Nov 2026 09:00:00 +0000",
        "Sun, 22 Nov 2026 09:00:00 +0000 (UTC)",
        "22 Nov 2026 09:00:00 -0000",
        "22 Nov 2026 01:00:00 -0800 (PST)",
        "Sun,22 Nov 2026 14:30:00 +0530",
        "Sun, 22 Nov 2026 09:00:00 GMT",
        "Sun, 22 Nov 2026 09:00:00 UT",
        "Sun, 22 Nov 2026 09:00:00 Z",
        "Sun, 22 Nov 2026 09:00:00Z",
        "Sun, 22 Nov 2026 04:00:00 EST",
        "Sun, 22 Nov 2026 05:00:00 EDT",
        "Sun, 22 Nov 2026 03:00:00 CST",
        "Sun, 22 Nov 2026 04:00:00 cdt",
        "Sun, 22 Nov 2026 02:00:00 MST",
        "Sun, 22 Nov 2026 03:00:00 MDT",
        "Sun, 22 Nov 2026 01:00:00 PST",
        "Sun, 22 Nov 2026 02:00:00 PDT",
        "Sun, 22 Nov 2026 10:00:00 CET",
        "Sun, 22 Nov 2026 11:00:00 CEST",
        "Sun, 22 Nov 2026 18:00:00 JST",
        "Sun, 22 Nov 2026 09:00:00 A",
        "Sun, 22 Nov 2026 10:00:00 +01:00",
        "Sun, 22 Nov 2026 10:00:00 GMT+0100",
        "Sun, 22 Nov 2026 04:00:00 -0500 (EST)",
        "Sun, 22 Nov 2026 04:00:00 -0500 EST",
        "Sun, 22 Nov 26 09:00:00 +0000",
        "Sun, 22 Nov 126 09:00:00 +0000",
        "Sunday, 22 November 2026 09:00:00 +0000",
        "So, 22 Nov. 2026 09:00:00 +0000",
        " Sun , 22 \t Nov  2026   09:00:00    +0000 ",
        "Sun (day), 22 (d(e)ep) Nov 2026 09:00:00 +0000 (a (nested) remark)",
        "Sun, 22 Nov 2026 09:00:00 (UTC)",
        "Sun Nov 22 09:00:00 2026 +0000",
        "Sun Nov 22 09:00:00 UTC 2026",
        "Nov 22 2026 09:00:00 +0000",
        "22-Nov-2026 09:00:00 +0000",
        "22-Nov-26 09:00:00 UT",
        "2026-11-22T09:00:00Z",
        "2026-11-22T10:00:00+01:00",
        "2026-11-22 09:00:00 +0000",
        "Sun, 22 Nov 2026 9:0:0 +0000"
      })
  void allFormsThatMailSystemsWriteAreRead(String text) {
    assertThat(TraceTime.parse(text)).contains(new TraceTime(NINE, Duration.ofSeconds(1)));
  }

  @Test
  void exchangesArrivalStampIsReadToItsLastDigit() {
    assertThat(TraceTime.parse("21 May 2026 12:39:13.8207 (UTC)"))
        .contains(
            new TraceTime(Instant.parse("2026-05-21T12:39:13.820700Z"), Duration.ofNanos(100_000)));
  }

  @Test
  void aTimeWithoutSecondsIsThatCoarse() {
    assertThat(TraceTime.parse("Sun, 22 Nov 2026 09:00 +0000"))
        .contains(new TraceTime(NINE, Duration.ofMinutes(1)));
  }

  @Test
  void aLeapSecondIsTheNextMinutesFirst() {
    assertThat(TraceTime.parse("Sat, 31 Dec 2016 23:59:60 +0000"))
        .contains(new TraceTime(Instant.parse("2017-01-01T00:00:00Z"), Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yesterday",
        "Sun, 22 Nov 2026",
        "09:00:00 +0000",
        "Sun, 22 Nov 2026 09:00:00",
        "Sun, 22 Nov 2026 09:00:00 IST",
        "Sun, 22 Nov 2026 09:00:00 +9900",
        "Sun, 22 Nov 2026 09:00:00 +0060",
        "Sun, 22 Nov 2026 24:00:00 +0000",
        "Sun, 22 Nov 2026 09:60:00 +0000",
        "Sun, 22 Nov 2026 09:00:61 +0000",
        "Sun, 31 Nov 2026 09:00:00 +0000",
        "Sun, 0 Nov 2026 09:00:00 +0000",
        "Sun, 29 Feb 2026 09:00:00 +0000",
        "Sun, 22 Nov 20 26 09:00:00 +0000",
        "Sun, 22 Nov 6 09:00:00 +0000",
        "Sun, 22 Nov 12026 09:00:00 +0000",
        "Sun, 22 Nov 0026 09:00:00 +0000",
        "Sun, 22 Nox 2026 09:00:00 +0000",
        "Sun, 22/11/2026 09:00:00 +0000",
        "Sun, 22 Nov 2026 09:00:00 +0000 10:00:00",
        "Sun, 22 Nov 2026 09::00 +0000",
        "Sun, 22 Nov 2026 09:00:00 + 0000",
        "Sun, 22 Nov 2026 09:00:00 \u0661",
        "\u0662\u0662 Nov 2026 09:00:00 +0000",
        "2026-13-22T09:00:00Z",
        "2026-11-22T09:00:00",
        "99999999999999999999 Nov 2026 09:00:00 +0000"
      })
  void anythingElseIsNoInstant(String text) {
    assertThat(TraceTime.parse(text)).isEmpty();
  }
}
