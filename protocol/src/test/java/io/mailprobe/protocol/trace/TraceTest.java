package io.mailprobe.protocol.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.Randomized;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TraceTest {

  private static final String LIKELY = "();:,.<>[]\"\\=-+@ \t\r\nRr0129aZ%\u0000\u00e9";

  @Test
  void theFirstServerStandsAtTheBottom() {
    assertThat(servers(Chains.SUBMITTED))
        .containsExactly(
            "PH7PR12MB5685.namprd12.prod.outlook.com",
            "SA5PPF916D632A9.namprd12.prod.outlook.com",
            "mx.example.net",
            "mail.example.net");
  }

  @Test
  void otherFieldsInBetweenChangeNothing() {
    assertThat(servers(Chains.APART))
        .containsExactly(
            "VI1PR0502CA0010.outlook.office365.com",
            "AM6EUR05FT063.mail.protection.outlook.com",
            "AM6EUR05HT222.eop-eur05.prod.protection.outlook.com");
  }

  @Test
  void fieldsThatOnlyResembleReceivedAreNone() {
    assertThat(Trace.parse(Chains.MIXED).received()).hasSize(5);
    assertThat(
            Trace.parse(
                    "X-Received: by a; Sun, 22 Nov 2026 09:00:00 +0000\r\nReceived-SPF: pass\r\n")
                .received())
        .isEmpty();
  }

  @Test
  void whatAForwardedOriginalSaysInTheBodyIsNotOurWay() {
    String forward = Chains.crlf(Chains.SKEWED + "\n" + Chains.SUBMITTED);
    assertThat(Trace.parse(forward)).isEqualTo(Trace.parse(Chains.crlf(Chains.SKEWED)));
  }

  @Test
  void exchangesOwnMarksAreRead() {
    ExchangeMarks marks = Trace.parse(Chains.SUBMITTED).marks();
    assertThat(marks.originalArrival().orElseThrow().at())
        .isEqualTo(Instant.parse("2026-05-21T12:39:13.820700Z"));
    assertThat(marks.proxiedBy()).contains("FR2P281CA0029.DEUP281.PROD.OUTLOOK.COM");
    assertThat(marks.proxiedTo()).contains("PH7PR12MB5685.namprd12.prod.outlook.com");
    assertThat(marks.networkMessageId()).contains("cc5ffeda-48d1-46b0-3c94-08deb735f6e6");
    assertThat(marks.authSource()).contains("PH7PR12MB5685.namprd12.prod.outlook.com");
    assertThat(Trace.parse(Chains.MIXED).marks().isEmpty()).isTrue();
  }

  @Test
  void threePlacesAreToldApart() {
    assertThat(Regions.of(Trace.parse(Chains.SUBMITTED), "mail.example.net"))
        .isEqualTo(new Regions("deu", "namprd12", "westus3"));
    assertThat(
            Regions.of(Trace.parse(Chains.SKEWED), "NAM12-BN8-obe.outbound.protection.outlook.com"))
        .isEqualTo(new Regions("nam", "namprd03", "nam"));
    assertThat(Regions.of(Trace.parse(Chains.MIXED), "mx.google.com"))
        .isEqualTo(new Regions("unknown", "unknown", "unknown"));
  }

  @Test
  @Timeout(60)
  void aDamagedChainNeverThrowsHangsOrInventsAHop() {
    Randomized.check(500, TraceTest::checkDamaged);
  }

  private static void checkDamaged(RandomGenerator random) {
    String chain = Chains.ALL.get(random.nextInt(Chains.ALL.size()));
    String damaged = damaged(chain, random);
    Trace trace = Trace.parse(damaged);
    long fields =
        damaged
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("received"))
            .count();
    assertThat(trace.received().size()).isLessThanOrEqualTo((int) fields);
    String letters = plain(damaged);
    for (Received received : trace.received()) {
      for (Optional<String> part :
          List.of(received.by(), received.from(), received.helo(), received.id())) {
        part.ifPresent(text -> assertThat(letters).contains(plain(text)));
      }
    }
    Instant start = Instant.parse("2026-05-21T12:39:00Z");
    Passage passage =
        Passage.of(
            trace,
            new Passage.Ends(Optional.of(start), start.plusSeconds(9), start.plusSeconds(10)));
    assertThat(passage.hops()).hasSize(trace.received().size() + 2);
    assertThat(passage.legs()).filteredOn(Leg::trusted).noneMatch(leg -> leg.took().isNegative());
  }

  /** Line ends and the space around them are not part of any name. */
  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").replaceAll(" ", "");
  }

  private static String damaged(String chain, RandomGenerator random) {
    StringBuilder text = new StringBuilder(chain);
    int times = 1 + random.nextInt(40);
    for (int i = 0; i < times && text.length() > 20; i++) {
      int at = random.nextInt(text.length() - 10);
      switch (random.nextInt(5)) {
        case 0 -> text.setCharAt(at, LIKELY.charAt(random.nextInt(LIKELY.length())));
        case 1 -> text.insert(at, LIKELY.charAt(random.nextInt(LIKELY.length())));
        case 2 -> text.delete(at, at + 1 + random.nextInt(9));
        case 3 -> text.insert(at, text.substring(random.nextInt(at + 1), at + 1));
        default -> text.setLength(random.nextInt(20) == 0 ? at : text.length());
      }
    }
    return text.toString();
  }

  private static List<String> servers(String head) {
    return Trace.parse(head).received().stream()
        .map(received -> received.server().orElse(""))
        .toList();
  }
}
