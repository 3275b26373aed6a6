package io.mailprobe.app.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.config.ClientProof;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.app.token.TokenDesk;
import io.mailprobe.prober.submit.TokenSource;
import io.mailprobe.simulator.entra.Application;
import io.mailprobe.simulator.entra.Entra;
import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.graph.Incident;
import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.tls.CertificateAuthority;
import io.mailprobe.simulator.web.WebServer;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.testkit.time.ManualTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A tenant's sign-in service and Graph over HTTPS, and what reads service health there: with real
 * tokens and a real store, on manual time, each reading done by whoever advances it.
 */
final class GraphWorld implements AutoCloseable {

  static final Duration EVERY = Duration.ofMinutes(2);
  private static final String TENANT = "8f9d1c5e-0c6b-4d2e-9a51-3f1d5f0f4a77";
  private static final String CLIENT = "1b2c3d4e-5f60-4718-8a9b-0c1d2e3f4a5b";
  private static final String SECRET = "hunter2~hunter2";
  private static final String ADDRESS = "127.0.0.1";

  /** A few minutes before the outage of 2 June 2026. */
  final ManualTime time = new ManualTime(Instant.parse("2026-06-02T12:58:00Z"));

  final TenantSettings settings = new TenantSettings();
  final WebServer web;
  final Metrics metrics = new Metrics(time, new Build("0.1.0", "abc"), Replies.BLAME);
  private final HealthEvents counted = metrics.health();
  private final Map<PollResult, Integer> polls = new EnumMap<>(PollResult.class);
  final List<X509Certificate> trusted;
  private final Path folder;
  private final io.mailprobe.simulator.graph.ServiceHealth graph;
  private final TokenDesk desk;

  GraphWorld(Path folder) throws IOException {
    this.folder = folder;
    CertificateAuthority authority = CertificateAuthority.create(time.wall());
    Entra entra =
        new Entra(
            EntraSettings.of(
                    TENANT,
                    Application.withSecret(CLIENT, SECRET).withRoles("ServiceHealth.Read.All"))
                .withLife(Duration.ofDays(30)),
            settings,
            time);
    graph = new io.mailprobe.simulator.graph.ServiceHealth(entra, settings, time);
    web =
        new WebServer(
            authority.serverContext(List.of("localhost"), ADDRESS), List.of(entra, graph), time);
    web.start(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), 0));
    trusted = certificates(authority.pem());
    desk = new TokenDesk(time, trusted, metrics.tokens("amer"));
  }

  private static List<X509Certificate> certificates(String pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException e) {
      throw new AssertionError(e);
    }
  }

  void play(Incident incident) {
    graph.play(incident);
  }

  URI address() {
    return URI.create("https://" + ADDRESS + ":" + web.address().getPort());
  }

  TokenSource tokens() {
    return tokens(SECRET);
  }

  TokenSource tokens(String secret) {
    return desk.of(
        new ClientCredentials(
            TENANT,
            CLIENT,
            new ClientProof.ClientSecret(new Secret(secret)),
            address(),
            "https://graph.microsoft.com/.default"));
  }

  /** Opened, but not started. */
  ServiceHealth open() throws IOException {
    return open(tokens());
  }

  ServiceHealth open(TokenSource tokens) throws IOException {
    return ServiceHealth.open(
        new HealthSettings(address(), EVERY, trusted),
        StoreAddress.folder(folder),
        tokens,
        new TimeAndChance(time, time, new SplittableRandom(1)),
        Runnable::run,
        new HealthEvents() {
          @Override
          public void polled(PollResult result) {
            counted.polled(result);
            polls.merge(result, 1, Integer::sum);
          }

          @Override
          public void unreadable(int entries) {
            counted.unreadable(entries);
          }
        });
  }

  void at(String instant) {
    time.advance(Duration.between(time.wall(), Instant.parse(instant)));
  }

  /** How many readings have ended so. */
  int polls(PollResult result) {
    return polls.getOrDefault(result, 0);
  }

  /** The series that begin so. */
  List<String> metrics(String begin) {
    return new String(metrics.scrape("text/plain").body(), US_ASCII)
        .lines()
        .filter(line -> line.startsWith(begin))
        .toList();
  }

  @Override
  public void close() {
    web.close();
    metrics.close();
  }
}
