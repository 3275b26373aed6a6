package io.mailprobe.prober.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.Path;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.Depth;
import io.mailprobe.prober.submit.Found;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.testkit.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On manual time: who is visited when, and what is remembered of it. */
class CanariesTest {

  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final String ONE = "192.0.2.1";
  private static final String TWO = "192.0.2.2";

  private final ManualTime time = new ManualTime();
  private final FakeVisitor servers = new FakeVisitor(time);
  private final List<SessionReport> sessions = new ArrayList<>();

  @Test
  void eachFrontEndIsVisitedOncePerIntervalForEver() {
    String[] all = addresses(40);
    servers.list(all);
    start(canary(100, false));
    time.advance(EVERY.multipliedBy(20));
    for (String address : all) {
      assertThat(servers.begun(address)).hasSizeBetween(19, 20);
      assertThat(gaps(address)).allMatch(gap -> gap.equals(EVERY));
    }
    assertThat(sessions).hasSizeBetween(760, 800);
  }

  @Test
  void sessionsAreSpreadOverTheInterval() {
    servers.list(addresses(40));
    start(canary(100, false));
    time.advance(EVERY.multipliedBy(2));
    long from = servers.begun.getFirst().nanos() + EVERY.toNanos() / 2;
    long[] eighths = new long[8];
    for (FakeVisitor.Begun begun : servers.begun) {
      long after = begun.nanos() - from;
      if (after >= 0 && after < EVERY.toNanos()) {
        eighths[(int) (after * 8 / EVERY.toNanos())]++;
      }
    }
    assertThat(IntStream.range(0, 8).mapToObj(i -> eighths[i])).allMatch(n -> n >= 4 && n <= 6);
    assertThat(servers.mostRunning).isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void whoeverRefusesIsNeverVisitedFaster(Outcome outcome) {
    servers.list(ONE);
    servers.outcomes.put(ONE, outcome);
    start(canary(100, false));
    time.advance(Duration.ofHours(6));
    assertThat(servers.begun(ONE)).hasSizeGreaterThan(5);
    assertThat(gaps(ONE)).allMatch(gap -> gap.compareTo(EVERY) >= 0);
    Duration longest = gaps(ONE).getLast();
    switch (outcome) {
      case ACCEPTED -> assertThat(longest).isEqualTo(EVERY);
      case REJECTED -> assertThat(longest).isEqualTo(EVERY.multipliedBy(64));
      case AUTH_FAILED, TOKEN_FAILED -> assertThat(longest).isGreaterThan(Duration.ofMinutes(15));
      default -> assertThat(longest).isEqualTo(EVERY.multipliedBy(4));
    }
  }

  @Test
  void whoeverGoesAlongAgainIsVisitedAsBefore() {
    servers.list(ONE);
    servers.outcomes.put(ONE, Outcome.DEFERRED);
    Canaries canaries = start(canary(100, false));
    time.advance(Duration.ofMinutes(10));
    assertThat(canaries.view().getFirst().frontEnds().getFirst().failedInARow()).isGreaterThan(5);
    servers.outcomes.clear();
    time.advance(Duration.ofMinutes(1));
    int before = servers.begun(ONE).size();
    time.advance(EVERY.multipliedBy(4));
    assertThat(servers.begun(ONE)).hasSize(before + 4);
    assertThat(canaries.view().getFirst().frontEnds().getFirst().failedInARow()).isZero();
  }

  @Test
  void noFrontEndHasTwoSessionsAtATime() {
    servers.list(ONE);
    servers.lasting = Duration.ofSeconds(40);
    start(canary(100, false));
    time.advance(Duration.ofMinutes(10));
    assertThat(servers.mostRunning).isEqualTo(1);
    assertThat(gaps(ONE)).allMatch(gap -> gap.equals(Duration.ofSeconds(45)));
  }

  @Test
  void refusedCredentialsAreNotShownAtEveryDoor() {
    String[] all = addresses(40);
    servers.list(all);
    for (String address : all) {
      servers.outcomes.put(address, Outcome.AUTH_FAILED);
    }
    start(canary(100, false));
    time.advance(Duration.ofHours(1));
    assertThat(servers.begun.size()).isBetween(4, 20);
  }

  @Test
  void thereIsABoundOnFrontEnds() {
    servers.list(addresses(40));
    Canaries canaries = start(canary(7, false));
    time.advance(EVERY.multipliedBy(4));
    assertThat(canaries.view().getFirst().frontEnds()).hasSize(7);
    assertThat(canaries.view().getFirst().leftOut()).isEqualTo(33);
  }

  @Test
  void anAddressOfSeveralNamesIsOneFrontEnd() {
    servers.list(ONE, ONE, TWO);
    Canaries canaries = start(canary(100, false));
    time.advance(EVERY);
    assertThat(canaries.view().getFirst().frontEnds())
        .extracting(FrontEndView::endpoint)
        .containsExactly(ONE + ":25", TWO + ":25");
    assertThat(canaries.view().getFirst().leftOut()).isZero();
  }

  @Test
  void ipv6IsVisitedWhereItIsWantedOrAllThereIs() {
    servers.list(ONE, "2001:db8::1");
    Canaries ipv4 = start(canary(100, false));
    Canaries both = start(canary(100, true));
    time.advance(EVERY);
    assertThat(ipv4.view().getFirst().frontEnds()).hasSize(1);
    assertThat(ipv4.view().getFirst().leftOut()).isEqualTo(1);
    assertThat(both.view().getFirst().frontEnds())
        .extracting(FrontEndView::endpoint)
        .contains("[2001:db8::1]:25");
    servers.list("2001:db8::2");
    Canaries only = start(canary(100, false));
    time.advance(EVERY);
    assertThat(only.view().getFirst().frontEnds())
        .extracting(FrontEndView::endpoint)
        .contains("[2001:db8::2]:25");
  }

  @Test
  void addressesThatAppearAreVisitedAndThoseThatAreGoneAreForgotten() {
    servers.list(ONE);
    Canaries canaries = start(canary(100, false));
    time.advance(Duration.ofMinutes(1));
    servers.list(TWO);
    time.advance(Duration.ofMinutes(1));
    assertThat(servers.begun(TWO)).isNotEmpty();
    assertThat(canaries.view().getFirst().frontEnds())
        .extracting(FrontEndView::listed)
        .containsExactly(false, true);
    int before = servers.begun(ONE).size();
    time.advance(Duration.ofMinutes(8));
    assertThat(servers.begun(ONE)).hasSize(before);
    assertThat(canaries.view().getFirst().frontEnds()).hasSize(1);
  }

  /** As large providers do: some of the addresses at a time, others the next. */
  @Test
  void whereNameServersAnswerInTurnsAllAreVisitedAndNoneTooOften() {
    start(canary(100, false));
    for (int turn = 0; turn < 40; turn++) {
      servers.list(turn % 2 == 0 ? ONE : TWO);
      time.advance(EVERY);
    }
    for (String address : List.of(ONE, TWO)) {
      assertThat(servers.begun(address)).hasSizeGreaterThan(30);
      assertThat(gaps(address)).allMatch(gap -> gap.compareTo(EVERY) >= 0);
    }
  }

  @Test
  void nameServersThatFailDoNotBlindIt() {
    servers.list(ONE);
    Canaries canaries = start(canary(100, false));
    time.advance(Duration.ofMinutes(1));
    servers.found = new Found(List.of(), List.of("no answer from the name servers"));
    sessions.clear();
    time.advance(Duration.ofMinutes(2));
    assertThat(sessions).extracting(SessionReport::outcome).contains(Outcome.ACCEPTED);
    assertThat(sessions).extracting(SessionReport::outcome).contains(Outcome.DNS_FAILED);
    CanaryView view = canaries.view().getFirst();
    assertThat(view.trouble()).containsExactly("no answer from the name servers");
    assertThat(view.frontEnds()).extracting(FrontEndView::listed).containsExactly(true);
  }

  @Test
  void namesAndForestsAreKeptOverSessionsWithoutAWord() {
    servers.list(ONE);
    servers.names.put(ONE, "BL2PR07CA0001.namprd07.prod.outlook.com");
    Canaries canaries = start(canary(100, false));
    time.advance(EVERY);
    servers.names.clear();
    servers.outcomes.put(ONE, Outcome.CLOSED);
    time.advance(EVERY);
    FrontEndView seen = canaries.view().getFirst().frontEnds().getFirst();
    assertThat(seen.latest().map(SessionReport::outcome)).contains(Outcome.CLOSED);
    assertThat(seen.name()).isEqualTo("BL2PR07CA0001.namprd07.prod.outlook.com");
    assertThat(seen.forest()).contains("namprd07");
  }

  @Test
  void drainingEndsItAndWaitsForWhatIsUnderWay() throws InterruptedException {
    servers.list(addresses(10));
    servers.lasting = Duration.ofSeconds(5);
    Canaries canaries = start(canary(100, false));
    time.advance(EVERY);
    assertThat(canaries.drain(Duration.ofMillis(20))).isFalse();
    int before = servers.begun.size();
    time.advance(Duration.ofMinutes(5));
    assertThat(servers.begun).hasSize(before);
    assertThat(servers.running).isZero();
    assertThat(canaries.drain(Duration.ofMillis(20))).isTrue();
    assertThat(time.pending()).isZero();
  }

  private Canaries start(Canary canary) {
    Canaries canaries =
        new Canaries(List.of(canary), servers, time, time, (_, report) -> sessions.add(report));
    canaries.start();
    return canaries;
  }

  private static Canary canary(int most, boolean ipv6) {
    Delivery delivery =
        new Delivery(
            new Target.Mx("contoso.test", 25),
            TlsMode.OPPORTUNISTIC,
            new Auth.None(),
            "prober.test",
            Deadlines.DEFAULT);
    return new Canary(
        "fronts", "amer", Path.INBOUND, delivery, new Depth.StartTls(), EVERY, most, ipv6);
  }

  private static String[] addresses(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "192.0.2." + i).toArray(String[]::new);
  }

  private List<Duration> gaps(String address) {
    List<Long> at = servers.begun(address);
    return IntStream.range(1, at.size())
        .mapToObj(i -> Duration.ofNanos(at.get(i) - at.get(i - 1)))
        .toList();
  }
}
