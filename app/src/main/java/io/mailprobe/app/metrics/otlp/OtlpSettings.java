package io.mailprobe.app.metrics.otlp;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where metrics are pushed to.
 *
 * @param url the whole address, such as {@code https://otel.example.net:4318/v1/metrics}
 * @param headers what goes with each push; may hold secrets
 * @param every how often
 * @param trusted certificate authorities to trust besides those of the Java runtime
 * @param resource what all of them are of: {@code service.name}, …
 */
public record OtlpSettings(
    URI url,
    Map<String, String> headers,
    Duration every,
    List<X509Certificate> trusted,
    Map<String, String> resource) {

  public OtlpSettings {
    headers = Map.copyOf(headers);
    trusted = List.copyOf(trusted);
    resource = Map.copyOf(resource);
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("too often: " + every);
    }
  }

  /** Without the headers: they may be secrets. */
  @Override
  public String toString() {
    return url + " every " + every;
  }
}
