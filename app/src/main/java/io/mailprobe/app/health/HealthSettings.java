package io.mailprobe.app.health;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * Where and how often service health is read.
 *
 * @param graph Microsoft Graph's address
 * @param every the interval, more or less
 * @param trusted certificate authorities to trust besides those of the Java runtime
 */
public record HealthSettings(URI graph, Duration every, List<X509Certificate> trusted) {

  public HealthSettings {
    trusted = List.copyOf(trusted);
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("too often: " + every);
    }
  }
}
