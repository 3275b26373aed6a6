package io.mailprobe.app.metrics.otlp;

import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.prober.feed.ExtraAuthority;
import io.mailprobe.prober.web.WebClient;
import io.mailprobe.protocol.time.Scheduler.Pending;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes all metrics to a collector every so often, by OTLP over HTTP (binary). What a push misses
 * the next one brings: all that is counted is cumulative. A failure is counted, said once until it
 * works again, and touches nothing else.
 */
public final class OtlpPush implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OtlpPush.class);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(15);
  private static final int MOST_BYTES = 64 * 1024;

  private final OtlpSettings settings;
  private final OtlpForm form;
  private final Supplier<MetricSnapshots> metrics;
  private final TimeAndChance given;
  private final Executor executor;
  private final Consumer<PushResult> ended;
  private final WebClient client;
  private Optional<String> trouble = Optional.empty();
  private Pending next = () -> {};
  private boolean closed;

  /**
   * Pushes nothing before its start.
   *
   * @param metrics all that is exported, as it is when asked
   * @param ended hears of each push
   * @throws IOException if the trusted certificates cannot be used
   */
  public OtlpPush(
      OtlpSettings settings,
      Supplier<MetricSnapshots> metrics,
      TimeAndChance given,
      Consumer<PushResult> ended)
      throws IOException {
    this(settings, metrics, given, task -> Thread.ofVirtual().name("otlp").start(task), ended);
  }

  OtlpPush(
      OtlpSettings settings,
      Supplier<MetricSnapshots> metrics,
      TimeAndChance given,
      Executor executor,
      Consumer<PushResult> ended)
      throws IOException {
    this.settings = settings;
    this.form = new OtlpForm(settings.resource());
    this.metrics = metrics;
    this.given = given;
    this.executor = executor;
    this.ended = ended;
    try {
      client =
          new WebClient(
              settings.trusted().isEmpty()
                  ? Optional.empty()
                  : Optional.of(ExtraAuthority.trusting(settings.trusted())));
    } catch (GeneralSecurityException e) {
      throw new IOException("the trusted certificates cannot be used: " + e.getMessage(), e);
    }
  }

  /** Begins, somewhere within the first interval, so that a fleet does not push at once. */
  public void start() {
    after(Duration.ofMillis(given.random().nextLong(settings.every().toMillis())));
  }

  private synchronized void after(Duration pause) {
    if (!closed) {
      next = given.scheduler().after(pause, () -> executor.execute(this::push));
    }
  }

  private void push() {
    long began = given.clock().nanos();
    Duration wait = Duration.ZERO;
    try {
      HttpResponse<byte[]> answer = client.send(request(), PATIENCE, MOST_BYTES);
      if (answer.statusCode() == 200) {
        taken(Refused.of(answer.body()).filter(Refused::any));
      } else {
        wait = askedToWait(answer);
        failed("it answered with HTTP " + answer.statusCode());
      }
    } catch (IOException e) {
      failed(WebClient.reason(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    } catch (RuntimeException e) {
      // Its words might repeat a header.
      failed("a fault in Mailprobe (" + e.getClass().getSimpleName() + ")");
    }
    Duration took = Duration.ofNanos(given.clock().nanos() - began);
    Duration rest = settings.every().minus(took);
    after(rest.compareTo(wait) > 0 ? rest : wait);
  }

  private HttpRequest request() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.url())
            .header("Content-Type", "application/x-protobuf")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    form.request(metrics.get(), given.clock().wall())));
    settings.headers().forEach(request::setHeader);
    return request.build();
  }

  private void taken(Optional<Refused> refused) {
    ended.accept(refused.isPresent() ? PushResult.PARTIAL : PushResult.OK);
    refused.ifPresentOrElse(
        part -> say("it did not take " + part.points() + " data points: " + part.why()),
        () -> {
          if (trouble.isPresent()) {
            log.info("metrics are pushed to {} again", settings.url().getAuthority());
            trouble = Optional.empty();
          }
        });
  }

  private void failed(String why) {
    if (!isClosed()) { // Closing cuts off what is under way.
      ended.accept(PushResult.FAILED);
      say(why);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void say(String why) {
    if (trouble.isEmpty()) {
      log.warn(
          "metrics cannot be pushed to {}: {}; tried again every {} s",
          settings.url().getAuthority(),
          why,
          settings.every().toSeconds());
    }
    trouble = Optional.of(why);
  }

  /** In seconds (RFC 9110 10.2.3); a date is not waited for. */
  private static Duration askedToWait(HttpResponse<byte[]> answer) {
    String told = answer.headers().firstValue("Retry-After").orElse("").strip();
    if (!told.matches("\\d{1,9}")) {
      return Duration.ZERO;
    }
    Duration wait = Duration.ofSeconds(Long.parseLong(told));
    return wait.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : wait;
  }

  /** Pushes no more. */
  @Override
  public synchronized void close() {
    closed = true;
    next.cancel();
    client.close();
  }
}
