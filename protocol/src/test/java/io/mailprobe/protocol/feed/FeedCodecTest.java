package io.mailprobe.protocol.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailprobe.protocol.Randomized;
import io.mailprobe.protocol.feed.Arrival.Place;
import io.mailprobe.protocol.reply.EnhancedStatus;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.report.Notice;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedCodecTest {

  private static final Instant AT = Instant.parse("2026-06-02T13:03:00.123456Z");
  private static final ProbeId ID = ProbeId.parse("0123456789abcdefghjkmnpqr0").orElseThrow();
  private static final Stamp STAMP =
      new Stamp(ID, "outbound", "emea", "emea-1", 42, AT, AT.plusMillis(1), AT.plusSeconds(1), 2);
  private static final Notice FULL =
      new Notice(
          Action.EXPIRED,
          EnhancedStatus.parse("5.4.317"),
          Optional.of("550 5.4.317 Message expired [Message=421 4.3.2 \"é\" \ud83d\ude00]"),
          Optional.of("probe+x@probe.example.net"),
          Optional.of("SG2APC01HT226.mail.protection.outlook.com"),
          Optional.of("mx.example.net"),
          Optional.of("2001:db8::25"),
          Optional.of(AT),
          Optional.of(AT.plusSeconds(1)),
          Optional.of(AT.plusSeconds(2)),
          Optional.of("<1@example.net>"));
  private static final Notice BARE =
      new Notice(
          Action.DELAYED,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final String LIKELY = "{}[]\":,0123456789abcdefnulltrue \n\\-";

  private final FeedPage page =
      new FeedPage(
          new FeedCursor("j1", 7),
          AT.plusSeconds(10),
          List.of(
              stamped(6).withHead("Received: by mx.example.net;\r\n\t\u00e9\r\nX: \"y\"\r\n"),
              bare(7, "mail \"x\" <y>\n\r\t\\ \u2028 é \ud83d\ude00 {}")),
          List.of(report(8, FULL), report(9, BARE)),
          Optional.of(new FeedTimes(AT.plusSeconds(8), AT.plusSeconds(10))),
          Optional.of(AT.plusSeconds(3)));
  private final String text = FeedCodec.print(page);

  @Test
  void aPageComesBackWhole() throws Exception {
    assertThat(FeedCodec.parse(text)).isEqualTo(page);
    FeedPage empty = new FeedPage(new FeedCursor("j", 0), AT, List.of());
    assertThat(FeedCodec.parse(FeedCodec.print(empty))).isEqualTo(empty);
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void everyPlaceComesBack(Place place) throws Exception {
    Arrival bare = bare(1, "x");
    Arrival arrival =
        new Arrival(1, ID, place, bare.prober(), bare.stamp(), AT, AT, AT, "p", "h", "r", 0);
    FeedPage one = new FeedPage(new FeedCursor("j", 1), AT, List.of(arrival));
    assertThat(FeedCodec.parse(FeedCodec.print(one))).isEqualTo(one);
  }

  @ParameterizedTest
  @EnumSource(DeliveryReport.Place.class)
  void everyPlaceOfAReportComesBack(DeliveryReport.Place place) throws Exception {
    for (Action action : Action.values()) {
      Notice notice =
          FeedCodec.parse(text.replace("\"expired\"", '"' + action.label() + '"'))
              .reports()
              .getFirst()
              .notice();
      DeliveryReport report =
          new DeliveryReport(1, ID, place, Optional.of("emea-1"), AT, "192.0.2.1", notice);
      FeedPage one = new FeedPage(new FeedCursor("j", 1), AT, List.of(), List.of(report));
      assertThat(FeedCodec.parse(FeedCodec.print(one))).isEqualTo(one);
      assertThat(notice.action()).isEqualTo(action);
    }
  }

  @Test
  void aLineOfAKindThatIsNewerThanThisBuildIsPassedOver() throws Exception {
    String newer = "{\"kind\":\"receipt\",\"sequence\":{}}\n" + text;
    assertThat(FeedCodec.parse(newer)).isEqualTo(page);
  }

  @Test
  void onePrintedLineIsOneArrivalOrReport() {
    assertThat(text.lines()).hasSize(5);
    assertThat(text).endsWith("}\n");
  }

  @Test
  void aPageCutOffAnywhereIsNeverTakenForWhole() {
    for (int length = 0; length < text.length(); length++) {
      String cut = text.substring(0, length);
      assertThatExceptionOfType(FeedFormatException.class)
          .as("cut after %d characters", length)
          .isThrownBy(() -> FeedCodec.parse(cut))
          .withMessageStartingWith("line ");
    }
  }

  @Test
  void unknownFieldsArePassedOver() throws Exception {
    String newer =
        text.replace(
            "{\"sequence\"",
            "{\"hops\":[{\"by\":[1,2,{}]}],\"score\":1.5e3,\"x\":null,\"sequence\"");
    assertThat(FeedCodec.parse(newer.replace("{\"next\"", "{\"lag\":{},\"next\""))).isEqualTo(page);
  }

  @Test
  void nullIsAsGoodAsNoField() throws Exception {
    FeedPage parsed =
        FeedCodec.parse(text.replace("{\"sequence\":7", "{\"prober\":null,\"sequence\":7"));
    assertThat(parsed.arrivals().getLast().prober()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"sequence\":7>>\"sequence\":0",
        "\"sequence\":7>>\"sequence\":-1",
        "\"sequence\":7>>\"sequence\":1.5",
        "\"sequence\":7>>\"sequence\":99999999999999999999",
        "\"sequence\":7>>\"sequence\":[7]",
        "\"sequence\":7>>\"x\":7",
        "\"place\":\"recipient\">>\"place\":\"moon\"",
        "\"place\":\"recipient\">>\"place\":\"RECIPIENT\"",
        "\"probe\":\"0123456789abcdefghjkmnpqr0\">>\"probe\":\"0123456789abcdefghjkmnpqr1\"",
        "\"arrived\":\"2026>>\"arrived\":\"yesterday 2026",
        "\"attempt\":2>>\"attempt\":4294967298",
        "\"attempt\":2>>\"attempt\":0",
        "\"route\":\"outbound\">>\"route\":\"out bound\"",
        "\"size\":2048>>\"size\":-1",
        "\"sequence\":8>>\"sequence\":0",
        "\"action\":\"expired\">>\"action\":\"exploded\"",
        "\"action\":\"delayed\">>\"state\":\"delayed\"",
        "\"retry_until\":>>\"retry_until\":\"soon\",\"x\":",
        "\"next\":\"j1-7\">>\"next\":\"j1-\"",
        "\"next\":\"j1-7\">>\"next\":null",
        "\"complete\":>>\"incomplete\":",
        "}\n{\"next\">>}\n\n{\"next\"",
        "}\n{\"next\">>}\n[]\n{\"next\"",
        "}\n{\"next\">>}{\"next\"",
        "}\n{\"next\">>}\n<html>503</html>\n{\"next\""
      })
  void aWrongFieldIsNamedWithItsLine(String change) {
    String[] parts = change.split(">>", -1);
    String wrong = text.replace(parts[0], parts[1]);
    assertThat(wrong).isNotEqualTo(text);
    assertThatExceptionOfType(FeedFormatException.class)
        .isThrownBy(() -> FeedCodec.parse(wrong))
        .withMessageMatching("(?s)line [1-6]: .+");
  }

  @Test
  void nothingFollowsThePagesEnd() {
    assertThatExceptionOfType(FeedFormatException.class)
        .isThrownBy(() -> FeedCodec.parse(text + text))
        .withMessage("line 6: there is more after the page's end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"a\":{\"a\":"})
  void endlessNestingIsRefused(String piece) {
    assertThatExceptionOfType(FeedFormatException.class)
        .isThrownBy(() -> FeedCodec.parse("{\"a\":" + piece.repeat(100_000) + "\n"));
  }

  @Test
  void anyTextIsAPageOrANamedFault() {
    Randomized.check(
        5_000,
        random -> {
          tryToParse(Randomized.mutate(random, text, LIKELY));
          tryToParse(Randomized.text(random, 200, LIKELY));
        });
  }

  private static void tryToParse(String any) {
    try {
      FeedPage parsed = FeedCodec.parse(any);
      assertThat(FeedCodec.parse(FeedCodec.print(parsed))).isEqualTo(parsed);
    } catch (FeedFormatException e) {
      assertThat(e).hasMessageStartingWith("line ");
    }
  }

  @Test
  void anArrivalIsNotAnotherProbesThanItsStamp() {
    ProbeId other = ProbeId.parse("00000000000000000000000000").orElseThrow();
    Optional<String> prober = Optional.of("emea-1");
    Optional<Stamp> stamp = Optional.of(STAMP);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Arrival(1, other, Place.STAMP, prober, stamp, AT, AT, AT, "p", "h", "r", 1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Arrival(
                    1, ID, Place.STAMP, Optional.empty(), stamp, AT, AT, AT, "p", "h", "r", 1));
  }

  @Test
  void aRequestIsBounded() {
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeedRequest("p", Optional.empty(), 0, second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeedRequest("p", Optional.empty(), 1_001, second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeedRequest("p", Optional.empty(), 1, second.negated()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeedRequest("p", Optional.empty(), 1, Duration.ofMinutes(2)));
  }

  private static Arrival stamped(long sequence) {
    return new Arrival(
        sequence,
        ID,
        Place.STAMP,
        Optional.of("emea-1"),
        Optional.of(STAMP),
        AT.plusSeconds(2),
        AT.plusSeconds(3),
        AT.plusSeconds(4),
        "2001:db8::1",
        "mail.example.net",
        "probe+x@probe.example.net",
        2_048);
  }

  private static DeliveryReport report(long sequence, Notice notice) {
    return new DeliveryReport(
        sequence,
        ID,
        DeliveryReport.Place.STAMP,
        sequence == 8 ? Optional.of("emea-1") : Optional.empty(),
        AT,
        "192.0.2.1",
        notice);
  }

  private static Arrival bare(long sequence, String helo) {
    return new Arrival(
        sequence,
        ID,
        Place.RECIPIENT,
        Optional.empty(),
        Optional.empty(),
        AT,
        AT,
        AT,
        "192.0.2.1",
        helo,
        "probe+x@probe.example.net",
        0);
  }
}
