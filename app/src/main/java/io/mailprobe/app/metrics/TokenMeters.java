package io.mailprobe.app.metrics;

import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.token.TokenEvents;
import io.mailprobe.app.token.TokenException;
import io.mailprobe.app.token.TokenFault;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.time.Instant;

/** Counts what becomes of requests for access tokens. */
final class TokenMeters implements TokenEvents {

  private static final String OK = "ok";
  private static final String FAILED = "failed";

  private final String region;
  private final Counter refreshes;
  private final Counter failures;
  private final Histogram durations;
  private final Gauge expiry;

  TokenMeters(Families families, String region) {
    this.region = region;
    refreshes = families.counter(Metric.TOKEN_REFRESHES);
    failures = families.counter(Metric.TOKEN_FAILURES);
    durations = families.histogram(Metric.TOKEN_REFRESH_DURATION, Families.SHORT);
    expiry = families.gauge(Metric.TOKEN_EXPIRY);
  }

  @Override
  public void expected(ClientCredentials credentials) {
    refreshes.initLabelValues(labels(credentials, OK));
    refreshes.initLabelValues(labels(credentials, FAILED));
    for (TokenFault fault : TokenFault.values()) {
      failures.initLabelValues(labels(credentials, fault.label(), "none"));
    }
    durations.initLabelValues(labels(credentials));
    expiry.initLabelValues(labels(credentials));
  }

  @Override
  public void fetched(ClientCredentials credentials, Duration took, Instant expires) {
    refreshes.labelValues(labels(credentials, OK)).inc();
    durations.labelValues(labels(credentials)).observe(Families.seconds(took));
    expiry.labelValues(labels(credentials)).set((double) expires.getEpochSecond());
  }

  @Override
  public void failed(ClientCredentials credentials, Duration took, TokenException why) {
    refreshes.labelValues(labels(credentials, FAILED)).inc();
    failures.labelValues(labels(credentials, why.fault().label(), why.code())).inc();
    durations.labelValues(labels(credentials)).observe(Families.seconds(took));
  }

  private String[] labels(ClientCredentials credentials, String... more) {
    String[] labels = new String[4 + more.length];
    labels[0] = region;
    labels[1] = credentials.tenant();
    labels[2] = credentials.client();
    labels[3] = credentials.resource().replaceFirst("^https://", "");
    System.arraycopy(more, 0, labels, 4, more.length);
    return labels;
  }
}
