package io.mailprobe.app.metrics.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.testkit.time.ManualTime;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Whatever a collector does, pushes go on, are counted by how they ended, and a fault is said once.
 */
@Timeout(60)
class OtlpPushTest {

  private static final Duration EVERY = Duration.ofSeconds(60);
  private static final String SECRET = "hunter2-is-a-token";

  private final ManualTime time = new ManualTime();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter seen =
      Counter.builder().name("seen_total").labelNames("of").withoutExemplars().register(registry);
  private final List<PushResult> results = new ArrayList<>();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private Collector collector;
  private OtlpPush push;

  @BeforeEach
  void open() throws IOException {
    logged.start();
    logger().addAppender(logged);
    collector = new Collector();
    push = push(collector.url(), registry::scrape);
  }

  @AfterEach
  void close() {
    push.close();
    collector.close();
    logger().detachAppender(logged);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(OtlpPush.class);
  }

  /** What pushes when the time is advanced, on the thread that does so. */
  private OtlpPush push(URI url, Supplier<MetricSnapshots> metrics) throws IOException {
    return new OtlpPush(
        new OtlpSettings(
            url,
            Map.of("Authorization", "Bearer " + SECRET),
            EVERY,
            List.of(),
            Map.of("service.name", "mailprobe", "service.instance.id", "amer-1")),
        metrics,
        new TimeAndChance(time, time, new SplittableRandom(1)),
        Runnable::run,
        results::add);
  }

  private List<String> logs() {
    return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void aPushSaysWhoseItIsAndCarriesItsHeaders() {
    seen.labelValues("ü€😀\"\\\n").inc(3);
    push.start();
    time.advance(EVERY);
    Collector.Push pushed = collector.pushes().remove();
    assertThat(pushed.headers().get("Content-type")).containsExactly("application/x-protobuf");
    assertThat(pushed.headers().get("Authorization")).containsExactly("Bearer " + SECRET);
    var resource = pushed.request().getResourceMetrics(0);
    assertThat(resource.getResource().getAttributesList())
        .extracting(each -> each.getKey() + "=" + each.getValue().getStringValue())
        .containsExactlyInAnyOrder("service.name=mailprobe", "service.instance.id=amer-1");
    var metric = resource.getScopeMetrics(0).getMetrics(0);
    assertThat(metric.getName()).isEqualTo("seen_total");
    assertThat(metric.getSum().getIsMonotonic()).isTrue();
    var point = metric.getSum().getDataPoints(0);
    assertThat(point.getAttributes(0).getValue().getStringValue()).isEqualTo("ü€😀\"\\\n");
    assertThat(point.getAsDouble()).isEqualTo(3);
    assertThat(Duration.ofNanos(point.getTimeUnixNano()).toSeconds())
        .isBetween(time.wall().getEpochSecond() - EVERY.toSeconds(), time.wall().getEpochSecond());
    time.advance(EVERY.multipliedBy(10));
    assertThat(results).hasSize(11).containsOnly(PushResult.OK);
    assertThat(logs()).isEmpty();
  }

  @Test
  void aCollectorThatFailsIsSaidOnceAndLeftAloneAsItAsks() {
    collector.answer(503, new byte[0]);
    push.start();
    time.advance(EVERY);
    assertThat(results).containsExactly(PushResult.FAILED);
    time.advance(Duration.ofSeconds(25)); // It asked for 90 s.
    assertThat(results).hasSize(1);
    time.advance(Duration.ofMinutes(30));
    assertThat(results).hasSizeBetween(20, 21).containsOnly(PushResult.FAILED);
    assertThat(logs())
        .singleElement()
        .asString()
        .contains("metrics cannot be pushed to 127.0.0.1:", "it answered with HTTP 503")
        .doesNotContain(SECRET);
    collector.answer(200, new byte[0]);
    time.advance(Duration.ofMinutes(3));
    assertThat(results).contains(PushResult.OK);
    assertThat(logs()).hasSize(2).last().asString().contains("again");
  }

  @Test
  void whatIsNotTakenInFullIsCountedApart() {
    collector.answer(
        200,
        ExportMetricsServiceResponse.newBuilder()
            .setPartialSuccess(
                ExportMetricsPartialSuccess.newBuilder()
                    .setRejectedDataPoints(300)
                    .setErrorMessage("too many\nseries"))
            .build()
            .toByteArray());
    push.start();
    time.advance(EVERY.multipliedBy(3));
    assertThat(results).hasSize(3).containsOnly(PushResult.PARTIAL);
    assertThat(logs())
        .singleElement()
        .asString()
        .contains("did not take 300 data points: too many series");
  }

  @Test
  void adviceIsNoFaultAndNeitherIsAnAnswerInNoFormat() {
    collector.answer(
        200,
        ExportMetricsServiceResponse.newBuilder()
            .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder().setErrorMessage("use v2"))
            .build()
            .toByteArray());
    push.start();
    time.advance(EVERY);
    collector.answer(200, "{\"partialSuccess\":{}}".getBytes(StandardCharsets.UTF_8));
    time.advance(EVERY);
    assertThat(results).containsExactly(PushResult.OK, PushResult.OK);
  }

  @Test
  void aCollectorThatIsNotThereIsAFaultThatPasses() throws IOException {
    URI nobody = collector.url();
    collector.leave();
    try (OtlpPush lost = push(nobody, registry::scrape)) {
      lost.start();
      time.advance(EVERY.multipliedBy(3));
      assertThat(results).hasSize(3).containsOnly(PushResult.FAILED);
      assertThat(logs()).singleElement().asString().contains("the connection failed");
    }
  }

  @Test
  void metricsThatCannotBeReadAreAFaultToo() throws IOException {
    try (OtlpPush broken =
        push(
            collector.url(),
            () -> {
              throw new IllegalStateException(SECRET);
            })) {
      broken.start();
      time.advance(EVERY.multipliedBy(2));
      assertThat(results).hasSize(2).containsOnly(PushResult.FAILED);
      assertThat(logs())
          .singleElement()
          .asString()
          .contains("a fault in Mailprobe (IllegalStateException)")
          .doesNotContain(SECRET);
    }
  }

  @Test
  void nothingIsPushedAfterTheEnd() {
    push.start();
    push.close();
    time.advance(EVERY.multipliedBy(3));
    assertThat(results).isEmpty();
    assertThat(time.pending()).isZero();
  }
}
