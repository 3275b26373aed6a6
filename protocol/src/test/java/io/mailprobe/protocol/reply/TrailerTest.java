package io.mailprobe.protocol.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailerTest {

  @Test
  void aWholeTrailerHasServerClockAndSession() {
    assertThat(
            Trailer.of(
                "5.7.139 Authentication unsuccessful. [CP0PR80CA0014.lamprd80.prod.outlook.com"
                    + " 2024-10-10T20:31:23.429Z 08DCE853B9232A86]"))
        .hasValue(
            new Trailer(
                "CP0PR80CA0014.lamprd80.prod.outlook.com",
                Optional.of(Instant.parse("2024-10-10T20:31:23.429Z")),
                Optional.of("08DCE853B9232A86")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x [a.example.com]",
        "x [Hostname=a.example.com]",
        "x [HOSTNAME=a.example.com]  ",
        "[NextHop: b] [a.example.com]",
        "x [a.example.com never to-day]"
      })
  void aServerAloneIsATrailerToo(String text) {
    assertThat(Trailer.of(text))
        .hasValue(new Trailer("a.example.com", Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "]",
        "[]",
        "x [Message=421 4.3.2 no [a.example.com]]",
        "x [192.0.2.1]",
        "x [mx.example.net. 2024-10-10T20:31:23.429Z]",
        "x [-]",
        "x [a.example.com] y",
        "x [a b.example.com]"
      })
  void whatIsNoTrailerIsNone(String text) {
    assertThat(Trailer.of(text)).isEmpty();
  }

  @Test
  void aTrailerLongerThanAnyIsNone() {
    assertThat(Trailer.of("[a.example.com " + "x".repeat(400) + "]")).isEmpty();
    assertThat(Trailer.of("[" + "x".repeat(64) + ".example.com]")).isEmpty();
    assertThat(Trailer.of("[" + "x".repeat(63) + ".example.com]")).isPresent();
  }
}
