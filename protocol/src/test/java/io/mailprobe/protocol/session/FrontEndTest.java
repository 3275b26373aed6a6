package io.mailprobe.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.Randomized;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontEndTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5.7.139 Authentication unsuccessful, basic authentication is disabled. [CP0PR80CA0014.lamprd80.prod.outlook.com 2024-10-10T20:31:23.429Z 08DCE853B9232A86] | CP0PR80CA0014.lamprd80.prod.outlook.com",
        "5.7.3 Authentication unsuccessful [SN2PR00CA0018.namprd00.prod.outlook.com] | SN2PR00CA0018.namprd00.prod.outlook.com",
        "2.0.0 OK <x@y> [Hostname=SYBP282MB2635.AUSP282.PROD.OUTLOOK.COM] | SYBP282MB2635.AUSP282.PROD.OUTLOOK.COM",
        "4.4.317 Cannot establish session [Message=421 4.3.2 Service not active] [LastAttemptedServerName=mx.example.net] [LastAttemptedIP=192.0.2.1:25] [SmtpSecurity=-2;-2] [BL02EPF00046C14.namprd07.prod.outlook.com 2026-07-07T15:48:53.514Z 08DED27250BC5691] | BL02EPF00046C14.namprd07.prod.outlook.com",
        "'4.3.2 Service not active [a.example.com]  ' | a.example.com"
      })
  void theTrailerNamesTheServer(String text, String name) {
    assertThat(FrontEnd.nameInTrailer(text)).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77714)",
        "4.7.500 Server busy. Please try again later from [192.0.2.1]",
        "4.3.2 [a.example.com] is not at the end",
        "[]",
        "[a]",
        "[.]",
        "[a..com]",
        "[a.example.com",
        "a.example.com]",
        "[LastAttemptedIP=192.0.2.1:25]"
      })
  void whatIsNoTrailerNamesNobody(String text) {
    assertThat(FrontEnd.nameInTrailer(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PH7PR12MB5685.namprd12.prod.outlook.com, namprd12",
    "CP0PR80CA0014.lamprd80.prod.outlook.com, lamprd80",
    "FR2P281CA0029.DEUP281.PROD.OUTLOOK.COM, deup281",
    "SYBP282MB2635.AUSP282.PROD.OUTLOOK.COM, ausp282",
    "SA5PPF916D632A9.namprd12.prod.outlook.com, namprd12",
    "BL02EPF00046C14.namprd07.prod.outlook.com, namprd07",
    "AM0PR83MB0001.EURPRD83.prod.outlook.com, eurprd83"
  })
  void theNameTellsTheForest(String name, String forest) {
    assertThat(named(name).forest()).contains(forest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SJ5PEPF000001F2.mail.protection.outlook.com",
        "PH8PR06CU001.outbound.protection.outlook.com",
        "mx.example.net",
        "a.namprd07.prod.outlook.com.evil.example",
        "a.b.namprd07.prod.outlook.com",
        "a.namprd999.prod.outlook.com",
        ""
      })
  void anUnknownNameHasNoForest(String name) {
    assertThat(named(name).forest()).isEmpty();
  }

  @Test
  void addressAndPortAreOneText() {
    assertThat(new FrontEnd("127.0.1.11", 25, Optional.empty()).endpoint())
        .isEqualTo("127.0.1.11:25");
    assertThat(new FrontEnd("::1", 587, Optional.empty()).endpoint()).isEqualTo("[::1]:587");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a.bb ", "[a.", "a.", "[", "[Hostname=a.bb "})
  void aHostileReplyIsReadInNoTime(String piece) {
    String text = piece.repeat(200_000 / piece.length());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(FrontEnd.nameInTrailer(text)).isEmpty());
  }

  @Test
  void anyTextHasAnAnswer() {
    Randomized.check(
        5_000,
        random -> {
          String text = Randomized.text(random, 100, "[]a.b Hostname=prd0");
          FrontEnd.nameInTrailer(text).ifPresent(name -> assertThat(text).contains("[", name, "]"));
          named(text).forest();
        });
  }

  private static FrontEnd named(String name) {
    return new FrontEnd("192.0.2.1", 25, Optional.empty()).named(name);
  }
}
