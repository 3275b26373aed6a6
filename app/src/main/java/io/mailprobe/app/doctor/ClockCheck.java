package io.mailprobe.app.doctor;

import io.mailprobe.app.config.Credentials;
import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.prober.feed.ExtraAuthority;
import io.mailprobe.prober.web.WebClient;
import io.mailprobe.protocol.time.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/**
 * How far this machine's clock is off: by the receivers that tell their time, else by the Date of
 * the sign-in service, which has whole seconds.
 */
final class ClockCheck {

  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final int MOST_BYTES = 64 * 1024;

  /** What the alert on clocks goes by, too. */
  private static final Duration ALLOWED = Duration.ofSeconds(1);

  private final Bench bench;
  private final ReceiverChecks receivers;

  ClockCheck(Bench bench, ReceiverChecks receivers) {
    this.bench = bench;
    this.receivers = receivers;
  }

  Check check() {
    return Check.of("clock", "this machine", this::look);
  }

  private Seen look() throws InterruptedException {
    for (Map.Entry<String, ClockOffset> feed : receivers.offsets().entrySet()) {
      return judge("the receiver " + feed.getKey(), feed.getValue());
    }
    Optional<URI> service =
        bench.ways().stream()
            .map(way -> way.configured().submit().credentials())
            .filter(Credentials.Client.class::isInstance)
            .map(credentials -> ((Credentials.Client) credentials).client().authority())
            .findFirst();
    if (service.isEmpty()) {
      return Seen.ok(
          "there is nothing to compare it with: neither a receiver elsewhere nor a sign-in service");
    }
    String host = String.valueOf(service.get().getHost());
    return byDate(service.get())
        .map(offset -> judge(host, offset))
        .orElseGet(() -> Seen.ok(host + " does not tell its time"));
  }

  private static Seen judge(String of, ClockOffset offset) {
    boolean behind = !offset.ahead().isNegative();
    String words =
        "%s %s that of %s, give or take %s"
            .formatted(
                Words.seconds(offset.ahead().abs()),
                behind ? "behind" : "ahead of",
                of,
                Words.seconds(offset.uncertainty()));
    boolean proven = offset.ahead().abs().minus(offset.uncertainty()).compareTo(ALLOWED) > 0;
    return proven
        ? Seen.fault(
            words + ": latencies are wrong by as much",
            "let NTP keep the clock here, and there: timedatectl set-ntp true; chronyc tracking")
        : Seen.ok(words);
  }

  private Optional<ClockOffset> byDate(URI service) throws InterruptedException {
    Clock clock = bench.tools().clock();
    HttpRequest head =
        HttpRequest.newBuilder(service.resolve("/"))
            .method("HEAD", BodyPublishers.noBody())
            .build();
    try (WebClient client =
        new WebClient(Optional.of(ExtraAuthority.trusting(bench.tools().engine().trusted())))) {
      long asked = clock.nanos();
      HttpResponse<byte[]> response = client.send(head, PATIENCE, MOST_BYTES);
      Instant now = clock.wall();
      Duration took = Duration.ofNanos(clock.nanos() - asked);
      return response.headers().firstValue("Date").flatMap(date -> offset(date, now, took));
    } catch (IOException | GeneralSecurityException _) {
      return Optional.empty(); // Whether it can be reached is another check's.
    }
  }

  /** A date is cut to whole seconds: on average its instant is half a second later. */
  static Optional<ClockOffset> offset(String date, Instant now, Duration took) {
    try {
      Instant theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      Duration half = took.dividedBy(2);
      Duration ahead = Duration.between(now.minus(half), theirs.plusMillis(500));
      return Optional.of(new ClockOffset(ahead, half.plusMillis(500)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
