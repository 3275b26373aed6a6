package io.mailprobe.app.wiring;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.config.TokenSources;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.app.health.HealthSettings;
import io.mailprobe.app.http.HttpSettings;
import io.mailprobe.app.metrics.Histograms;
import io.mailprobe.app.metrics.otlp.OtlpSettings;
import io.mailprobe.app.token.TokenDesk;
import io.mailprobe.app.token.TokenEvents;
import io.mailprobe.app.wiring.NodePlan.HealthPlan;
import io.mailprobe.app.wiring.NodePlan.MetricsPlan;
import io.mailprobe.app.wiring.NodePlan.ProberPlan;
import io.mailprobe.prober.compose.Composer;
import io.mailprobe.prober.feed.HttpFeed;
import io.mailprobe.prober.feed.NamedFeed;
import io.mailprobe.prober.submit.EngineSettings;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.stamp.StampCodec;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.store.StoreAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** From what a configuration says to what a process is made of. */
final class Plans {

  private Plans() {}

  static NodePlan of(Config config, Clock clock) throws IOException {
    EngineSettings engine = engine(config);
    return new NodePlan(
        config.region(),
        config.keys(),
        http(config),
        config.receiver(),
        (_, events) -> probers(config, engine, tokens(engine, clock, events)),
        remoteFeeds(config),
        RuleFile.classifier(config.rules()),
        config.serviceHealth().map(health -> health(config, health, engine)),
        metrics(config, engine));
  }

  private static MetricsPlan metrics(Config config, EngineSettings engine) {
    return new MetricsPlan(
        switch (config.metrics().histograms()) {
          case CLASSIC -> Histograms.CLASSIC;
          case CLASSIC_AND_NATIVE -> Histograms.CLASSIC_AND_NATIVE;
        },
        config.metrics().otlp().map(otlp -> push(config, otlp, engine)));
  }

  /** Names the process as Prometheus would its target: job mailprobe, instance the prober. */
  private static OtlpSettings push(Config config, Config.Otlp otlp, EngineSettings engine) {
    return new OtlpSettings(
        otlp.url(),
        otlp.headers().stream()
            .collect(Collectors.toMap(Config.Header::name, header -> header.value().reveal())),
        otlp.every(),
        engine.trusted(),
        Map.of(
            "service.name",
            "mailprobe",
            "service.instance.id",
            config.prober(),
            "service.version",
            BuildInfo.read().version()));
  }

  private static HealthPlan health(
      Config config, Config.ServiceHealth health, EngineSettings engine) {
    return new HealthPlan(
        new HealthSettings(health.graph(), health.every(), engine.trusted()),
        ledger(config),
        health.application());
  }

  /** On a server, which others may use too, each prober's ledger is its own. */
  static StoreAddress ledger(Config config) {
    return switch (config.store()) {
      case StoreAddress.Folder folder -> folder;
      case StoreAddress.Server server -> server.ownedBy(config.prober());
    };
  }

  static EngineSettings engine(Config config) throws IOException {
    return new EngineSettings(
        config.dnsServers(),
        config.trust().isPresent() ? Certificates.read(config.trust().get()) : List.of());
  }

  private static List<ProberPlan> probers(
      Config config, EngineSettings engine, TokenSources tokens) {
    return config.routes().isEmpty() && config.canaries().isEmpty()
        ? List.of()
        : List.of(
            new ProberPlan(
                ledger(config),
                config.retention(),
                config.routes(tokens),
                config.canaries(tokens),
                engine));
  }

  /** Trusts at the sign-in service whom the engine trusts. */
  static TokenSources tokens(EngineSettings engine, Clock clock, TokenEvents events) {
    return new TokenDesk(clock, engine.trusted(), events);
  }

  /**
   * Composes with these keys, for reports to return to this receiver. It only signs, so that its
   * codec needs no age limit.
   */
  static Composer composer(Keyring keys, Optional<ReceiverSettings> receiver) {
    return new Composer(
        new StampCodec(keys, Duration.ZERO),
        new RecipientToken(keys),
        receiver.map(ReceiverSettings::domains).orElse(List.of()));
  }

  static HttpSettings http(Config config) {
    Config.Http http = config.http();
    return new HttpSettings(http.listen(), http.tls(), http.token().map(Secret::reveal));
  }

  static List<NamedFeed> remoteFeeds(Config config) throws IOException {
    List<NamedFeed> feeds = new ArrayList<>();
    for (Config.Feed feed : config.feeds()) {
      feeds.add(remoteFeed(feed.url(), feed.token(), feed.ca()));
    }
    return feeds;
  }

  static NamedFeed remoteFeed(URI url, Optional<Secret> token, Optional<Path> authority)
      throws IOException {
    HttpFeed.Access access = new HttpFeed.Access(token.map(Secret::reveal), authority);
    return new NamedFeed(url.getAuthority(), HttpFeed.at(url, access));
  }

  /** The receiver of this configuration as another process of it, already running, serves it. */
  static NamedFeed runningFeed(Config config) throws IOException {
    RunningNode running = RunningNode.of(config);
    return remoteFeed(running.url(), running.token(), running.authority());
  }
}
