package io.mailprobe.protocol.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PassageTest {

  @Test
  void aSubmittedMessageGoesThroughAllStages() {
    Passage passage =
        passage(Chains.SUBMITTED, "2026-05-21T12:39:07.100Z", "2026-05-21T12:39:20.5Z");
    assertThat(passage.hops())
        .extracting(Hop::stage)
        .containsExactly(
            Stage.SUBMISSION,
            Stage.TENANT,
            Stage.RELAY,
            Stage.RELAY,
            Stage.OUTBOUND,
            Stage.RECEIVER);
    assertThat(passage.legs())
        .containsExactly(
            leg(Stage.SUBMISSION, "PT6.7207S"), // To the digits of Exchange's own stamp.
            leg(Stage.TENANT, "PT0.1793S"),
            leg(Stage.RELAY, "PT5S"),
            leg(Stage.OUTBOUND, "PT1.5S"),
            leg(Stage.RECEIVER, "PT0.25S"));
    assertThat(passage.negativeHops()).isZero();
  }

  @Test
  void aMessageBroughtToUsDirectlyIsSubmittedToOurReceiver() {
    Passage passage = passage("Subject: x\r\n", "2026-05-21T12:39:07Z", "2026-05-21T12:39:07.020Z");
    assertThat(passage.legs())
        .containsExactly(leg(Stage.SUBMISSION, "PT0.02S"), leg(Stage.RECEIVER, "PT0.25S"));
  }

  @Test
  void aMessageThatComesFromOutsideGoesIn() {
    Passage passage =
        passage(
            chain(
                "from a by FR1P281MB0001.DEUP281.PROD.OUTLOOK.COM; 22 Nov 2026 09:00:07 +0000",
                "from a by SJ5PEPF000001F2.mail.protection.outlook.com; 22 Nov 2026 09:00:05 +0000",
                "from a by postfix.example.net; 22 Nov 2026 09:00:01 +0000"),
            "2026-11-22T09:00:00Z",
            "2026-11-22T09:00:09Z");
    assertThat(passage.legs())
        .containsExactly(
            leg(Stage.SUBMISSION, "PT1S"),
            leg(Stage.INBOUND, "PT4S"),
            leg(Stage.TENANT, "PT2S"),
            leg(Stage.OUTBOUND, "PT2S"),
            leg(Stage.RECEIVER, "PT0.25S"));
  }

  @Test
  void aClockThatIsOffBetweenTwoOthersIsShownAndCancelsOut() {
    Passage passage = passage(Chains.SKEWED, "2026-06-10T10:54:19.5Z", "2026-06-10T10:54:25Z");
    assertThat(passage.hops())
        .extracting(hop -> hop.delay().orElseThrow())
        .startsWith(Duration.ofMillis(500), Duration.ofSeconds(23), Duration.ofSeconds(-23));
    assertThat(passage.negativeHops()).isOne();
    // Its name does not tell that it is one of Exchange's: a leg of its own, and not believed.
    assertThat(passage.legs()).filteredOn(leg -> !leg.trusted()).hasSize(2);
    assertThat(passage.legs())
        .filteredOn(Leg::trusted)
        .containsExactly(
            leg(Stage.SUBMISSION, "PT0.5S"),
            leg(Stage.OUTBOUND, "PT5S"),
            leg(Stage.RECEIVER, "PT0.25S"));
  }

  @Test
  void withinOneStageTheClocksAtItsEndsDecide() {
    Passage passage =
        passage(
            chain(
                "by c.eurprd05.prod.outlook.com; 22 Nov 2026 09:00:03 +0000",
                "by b.eurprd05.prod.outlook.com; 22 Nov 2026 09:00:26 +0000",
                "by a.eurprd05.prod.outlook.com; 22 Nov 2026 09:00:02 +0000"),
            "2026-11-22T09:00:01Z",
            "2026-11-22T09:00:04Z");
    assertThat(passage.negativeHops()).isOne();
    assertThat(passage.legs()).contains(leg(Stage.TENANT, "PT1S"));
  }

  @Test
  void whatTheWrittenSecondExplainsIsNoSkew() {
    Passage passage =
        passage(
            chain("by mx.example.net; 22 Nov 2026 09:00:00 +0000"),
            "2026-11-22T09:00:00.900Z",
            "2026-11-22T09:00:01.100Z");
    assertThat(passage.legs())
        .containsExactly(
            leg(Stage.SUBMISSION, "PT0S"),
            leg(Stage.OUTBOUND, "PT0.2S"),
            leg(Stage.RECEIVER, "PT0.25S"));
    assertThat(passage.negativeHops()).isZero();
  }

  @Test
  void aServerWithoutAReadableDateHasNoDelayAndHidesNone() {
    Passage passage =
        passage(
            chain(
                "by b.example.net; 22 Nov 2026 09:00:03 +0000",
                "by a.example.net; once upon a time"),
            "2026-11-22T09:00:01Z",
            "2026-11-22T09:00:04Z");
    assertThat(passage.hops().getFirst().delay()).isEmpty();
    assertThat(passage.hops().get(1).delay()).contains(Duration.ofSeconds(2));
  }

  @Test
  void withoutTheInstantOfSendingTheFirstHopHasNoDelay() {
    Instant at = Instant.parse("2026-11-22T09:00:04Z");
    Passage passage =
        Passage.of(
            Trace.parse(chain("by b.example.net; 22 Nov 2026 09:00:03 +0000")),
            new Passage.Ends(Optional.empty(), at, at));
    assertThat(passage.hops().getFirst().delay()).isEmpty();
    assertThat(passage.legs())
        .extracting(Leg::stage)
        .containsExactly(Stage.OUTBOUND, Stage.RECEIVER);
  }

  @Test
  void aLegThatIsLongOnlyBecauseOfSkewIsNotBelieved() {
    Passage passage =
        passage(
            chain("by mx.example.net; 22 Nov 2026 09:00:30 +0000"),
            "2026-11-22T09:00:00Z",
            "2026-11-22T09:00:02Z");
    assertThat(passage.legs())
        .containsExactly(
            new Leg(Stage.SUBMISSION, Duration.ofSeconds(30), false),
            new Leg(Stage.OUTBOUND, Duration.ofSeconds(-28), false),
            leg(Stage.RECEIVER, "PT0.25S"));
  }

  private static String chain(String... newestFirst) {
    return String.join(
        "", List.of(newestFirst).stream().map(value -> "Received: " + value + "\r\n").toList());
  }

  private static Leg leg(Stage stage, String took) {
    return new Leg(stage, Duration.parse(took), true);
  }

  private static Passage passage(String head, String sent, String taken) {
    Instant mail = Instant.parse(taken);
    return Passage.of(
        Trace.parse(head),
        new Passage.Ends(Optional.of(Instant.parse(sent)), mail, mail.plusMillis(250)));
  }
}
