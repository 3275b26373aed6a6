package io.mailprobe.prober.restraint;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.Path;
import io.mailprobe.prober.ProberEvents.SkipReason;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Samples;
import io.mailprobe.prober.account.MailboxUse;
import io.mailprobe.prober.schedule.Schedule;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.Submission;
import io.mailprobe.prober.submit.Submitter;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.testkit.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On manual time: no mailbox is ever asked for more than it gives. */
class RestraintTest {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long DAY = Duration.ofDays(1).toNanos();

  private final ManualTime time = new ManualTime();
  private final Restraint restraint = new Restraint(time);
  private final Map<SkipReason, Integer> skipped = new EnumMap<>(SkipReason.class);

  /** What one mailbox saw. */
  private static final class Mailbox {
    final List<Long> all = new ArrayList<>();
    final List<Long> external = new ArrayList<>();
    int running;
    int mostRunning;
  }

  private final Map<String, Mailbox> mailboxes = new HashMap<>();

  /**
   * Days of schedules of several routes and cadences, through a few mailboxes and servers that are
   * slow and refuse at random, with a restart in between.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void noDayExceedsALimitWhateverTheSchedule(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Submitter servers = restraint.submitter(submission -> answer(submission, random));
    int count = 2 + random.nextInt(5);
    for (int number = 0; number < count; number++) {
      Duration every = Duration.ofMillis(500 + random.nextInt(90_000));
      Route route = route("r" + number, "box" + random.nextInt(2), random.nextInt(3) > 0, every);
      Schedule.Ticks ticks =
          new Schedule.Ticks() {
            @Override
            public void tick(Instant scheduled) {
              send(route, servers);
            }

            @Override
            public void missed(long missed) {
              throw new AssertionError("missed " + missed);
            }
          };
      new Schedule(route, ticks, time, time).start();
    }
    time.advance(Duration.ofHours(50));

    assertThat(mailboxes).isNotEmpty();
    mailboxes.forEach(
        (name, mailbox) -> {
          assertThat(mailbox.mostRunning).as(name).isLessThanOrEqualTo(MailboxLimits.PARALLEL);
          assertThat(mostWithin(mailbox.all, MINUTE)).as(name + " a minute").isBetween(1, 30);
          assertThat(mostWithin(mailbox.all, DAY)).as(name + " a day").isLessThanOrEqualTo(10_000);
          assertThat(mostWithin(mailbox.external, DAY)).as(name).isLessThanOrEqualTo(2_000);
        });
  }

  @Test
  void aScheduleThatFitsIsNeverHeldBack() {
    Submitter servers = restraint.submitter(submission -> answer(submission, Outcome.ACCEPTED, 1));
    Route route = route("r", "box", true, Duration.ofSeconds(60));
    for (int minute = 0; minute < 3 * 1_440; minute++) {
      send(route, servers);
      time.advance(Duration.ofSeconds(60));
    }
    assertThat(skipped).isEmpty();
    assertThat(mailboxes.values().stream().flatMap(box -> box.all.stream())).hasSize(3 * 1_440);
  }

  @Test
  void thePaceIsThatOfAllRoutesOfAMailboxWhateverItsCase() {
    Route one = route("one", "box", true, Duration.ofSeconds(1));
    Route two = route("two", "BOX", false, Duration.ofSeconds(1));
    // Three less than thirty: so many may wait for their turn, and then begin in the same minute.
    for (int i = 0; i < 9; i++) {
      assertThat(restraint.take(one)).isEmpty();
      assertThat(restraint.take(two)).isEmpty();
      assertThat(restraint.take(one)).isEmpty();
    }
    assertThat(restraint.take(one)).contains(SkipReason.MAILBOX_PACE);
    assertThat(restraint.take(route("three", "other", true, Duration.ofSeconds(1)))).isEmpty();
    time.advance(Duration.ofSeconds(60));
    assertThat(restraint.take(two)).isEmpty();
  }

  @Test
  void whatWasSentBeforeARestartCounts() {
    Route route = route("r", "box", true, Duration.ofSeconds(60));
    long minute = MailboxUse.minute(time.wall());
    restraint.resume(
        List.of(
            new MailboxUse("box@contoso.test", minute - 600, 1_999, 1_999),
            new MailboxUse("box@contoso.test", minute - 2_000, 1_000, 1_000)));
    assertThat(restraint.take(route)).isEmpty();
    assertThat(restraint.take(route)).contains(SkipReason.MAILBOX_BUDGET);
    // Mail that stays inside has a budget of its own.
    assertThat(restraint.take(route("in", "box", false, Duration.ofSeconds(60)))).isEmpty();
    time.advance(Duration.ofHours(15));
    assertThat(restraint.take(route)).isEmpty();
  }

  @Test
  void whatNoServerTookCountsForNoDay() {
    Route route = route("r", "box", true, Duration.ofSeconds(60));
    restraint.resume(
        List.of(
            new MailboxUse("box@contoso.test", MailboxUse.minute(time.wall()) - 1, 1_999, 1_999)));
    for (Outcome outcome : List.of(Outcome.DEFERRED, Outcome.CLOSED, Outcome.TIMED_OUT)) {
      assertThat(restraint.take(route)).isEmpty();
      restraint.ended(route, time.wall(), outcome);
    }
    assertThat(restraint.take(route)).isEmpty();
    restraint.ended(route, time.wall(), Outcome.UNCERTAIN);
    assertThat(restraint.take(route)).contains(SkipReason.MAILBOX_BUDGET);
  }

  @Test
  void refusalsForGoodMakeItPauseLongerAndLonger() {
    Route route = route("r", "box", true, Duration.ofSeconds(60));
    Duration longest = Duration.ZERO;
    Instant last = time.wall();
    int sent = 0;
    for (int second = 0; second < 6 * 3_600; second += 10) {
      if (restraint.take(route).isEmpty()) {
        Duration gap = Duration.between(last, time.wall());
        longest = gap.compareTo(longest) > 0 ? gap : longest;
        last = time.wall();
        sent++;
        restraint.ended(route, time.wall(), Outcome.REJECTED);
      }
      time.advance(Duration.ofSeconds(10));
    }
    assertThat(sent).isBetween(10, 25);
    assertThat(longest).isEqualTo(Duration.ofMinutes(30));
    time.advance(Duration.ofMinutes(30));
    assertThat(restraint.take(route)).isEmpty();
    restraint.ended(route, time.wall(), Outcome.ACCEPTED);
    assertThat(restraint.take(route)).isEmpty();
  }

  @Test
  void withoutAMailboxOrWithoutLimitsOnlyRefusalsHoldBack() {
    Route free = route("r", "box", true, Duration.ofSeconds(1)).within(MailboxLimits.NONE);
    Route anonymous = Samples.route("anonymous");
    for (int i = 0; i < 20_000; i++) {
      assertThat(restraint.take(free)).isEmpty();
      assertThat(restraint.take(anonymous)).isEmpty();
    }
    for (int i = 0; i < 3; i++) {
      restraint.ended(anonymous, time.wall(), Outcome.REJECTED);
    }
    assertThat(restraint.take(anonymous)).contains(SkipReason.BACKING_OFF);
    assertThat(restraint.take(free)).isEmpty();
  }

  @Test
  void aMailboxWhoseSessionsQueueUpIsNotAskedForMore() {
    List<CompletableFuture<SessionReport>> held = new ArrayList<>();
    Submitter servers =
        restraint.submitter(
            _ -> {
              held.add(new CompletableFuture<>());
              return held.getLast();
            });
    Route route = route("r", "box", true, Duration.ofSeconds(1));
    List<CompletableFuture<SessionReport>> reports = new ArrayList<>();
    while (restraint.take(route).isEmpty()) {
      reports.add(servers.submit(submission(route)));
    }
    assertThat(restraint.take(route)).contains(SkipReason.MAILBOX_BUSY);
    assertThat(reports).hasSize(6);
    assertThat(held).hasSize(3);
    held.getFirst().complete(Samples.report(Outcome.ACCEPTED, time.micros()));
    assertThat(held).hasSize(4);
    held.get(1).completeExceptionally(new IllegalStateException("broken"));
    assertThat(held).hasSize(5);
    assertThat(reports.getFirst()).isCompleted();
    assertThat(reports.get(1)).isCompletedExceptionally();
    assertThat(restraint.take(route)).isEmpty();
  }

  private void send(Route route, Submitter servers) {
    Optional<SkipReason> reason = restraint.take(route);
    if (reason.isPresent()) {
      skipped.merge(reason.get(), 1, Integer::sum);
      return;
    }
    Instant began = time.wall();
    CompletableFuture<Void> _ =
        servers
            .submit(submission(route))
            .thenAccept(report -> restraint.ended(route, began, report.outcome()));
  }

  private CompletableFuture<SessionReport> answer(Submission submission, SplittableRandom random) {
    int dice = random.nextInt(20);
    Outcome outcome =
        dice == 0 ? Outcome.DEFERRED : dice == 1 ? Outcome.REJECTED : Outcome.ACCEPTED;
    return answer(submission, outcome, random.nextInt(20));
  }

  /** A server that takes so many seconds, and counts what it took. */
  private CompletableFuture<SessionReport> answer(
      Submission submission, Outcome outcome, int seconds) {
    Mailbox mailbox =
        mailboxes.computeIfAbsent(
            submission.delivery().auth().identity().orElseThrow(), _ -> new Mailbox());
    mailbox.running++;
    mailbox.mostRunning = Math.max(mailbox.mostRunning, mailbox.running);
    long began = time.nanos();
    CompletableFuture<SessionReport> report = new CompletableFuture<>();
    time.after(
        Duration.ofSeconds(seconds),
        () -> {
          mailbox.running--;
          if (outcome == Outcome.ACCEPTED) {
            mailbox.all.add(began);
            if (!submission.rcptTo().endsWith("@contoso.test")) {
              mailbox.external.add(began);
            }
          }
          report.complete(Samples.report(outcome, time.micros()));
        });
    return report;
  }

  private static int mostWithin(List<Long> instants, long span) {
    List<Long> sorted = instants.stream().sorted().toList();
    int most = 0;
    int first = 0;
    for (int last = 0; last < sorted.size(); last++) {
      while (sorted.get(last) - sorted.get(first) >= span) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  private static Submission submission(Route route) {
    String to = route.to() instanceof Recipient.Fixed(String address) ? address : "p@far.test";
    return new Submission(route.delivery(), "", to, "hi", 0, _ -> {});
  }

  private static Route route(String name, String mailbox, boolean leaves, Duration every) {
    return new Route(
        name,
        "emea",
        "emea-1",
        Path.OUTBOUND,
        every,
        Duration.ofSeconds(60),
        Duration.ofHours(1),
        Duration.ofHours(25),
        2_000,
        "probe@contoso.test",
        leaves ? new Recipient.TokenAt("far.test") : new Recipient.Fixed("in@contoso.test"),
        new Delivery(
            new Target.Host("127.0.0.1", 587),
            TlsMode.STARTTLS,
            new Auth.Password(mailbox + "@contoso.test", "secret"),
            "prober.test",
            Deadlines.DEFAULT));
  }
}
