package io.mailprobe.app.wiring;

import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.health.HealthSettings;
import io.mailprobe.app.http.HttpSettings;
import io.mailprobe.app.metrics.Histograms;
import io.mailprobe.app.metrics.otlp.OtlpSettings;
import io.mailprobe.app.token.TokenEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.Retention;
import io.mailprobe.prober.canary.Canary;
import io.mailprobe.prober.feed.NamedFeed;
import io.mailprobe.prober.submit.EngineSettings;
import io.mailprobe.protocol.classify.Classifier;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.store.StoreAddress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a process is to be made of.
 *
 * @param region where it runs
 * @param keys sign and verify
 * @param http where it serves HTTP
 * @param receiver its receiver; empty where it only probes
 * @param probers its probers
 * @param remoteFeeds receivers in other processes
 * @param classifier says what refusing replies mean
 * @param health how Microsoft's service health is read; empty where it is not
 * @param metrics what becomes of metrics
 */
record NodePlan(
    String region,
    Keyring keys,
    HttpSettings http,
    Optional<ReceiverSettings> receiver,
    Probers probers,
    List<NamedFeed> remoteFeeds,
    Classifier classifier,
    Optional<HealthPlan> health,
    MetricsPlan metrics) {

  NodePlan {
    remoteFeeds = List.copyOf(remoteFeeds);
  }

  /** A process whose metrics are scraped, as usual, and no more. */
  NodePlan(
      String region,
      Keyring keys,
      HttpSettings http,
      Optional<ReceiverSettings> receiver,
      Probers probers,
      List<NamedFeed> remoteFeeds,
      Classifier classifier,
      Optional<HealthPlan> health) {
    this(
        region,
        keys,
        http,
        receiver,
        probers,
        remoteFeeds,
        classifier,
        health,
        new MetricsPlan(Histograms.CLASSIC, Optional.empty()));
  }

  /**
   * What becomes of metrics.
   *
   * @param histograms the form of those that are observed as they happen
   * @param push whom they are pushed to; nobody where empty
   */
  record MetricsPlan(Histograms histograms, Optional<OtlpSettings> push) {}

  /** The probers, planned once the receiver listens: a control route may need its port. */
  @FunctionalInterface
  interface Probers {

    /**
     * The plans.
     *
     * @param receiverPort the port of this process's receiver; 0 where it has none
     * @param tokens hears of the requests for tokens
     */
    List<ProberPlan> plan(int receiverPort, TokenEvents tokens) throws IOException;
  }

  /**
   * One prober.
   *
   * @param store where its ledger lives
   * @param retention how much that keeps
   * @param routes its routes; none where it has canaries only, and then no ledger either
   * @param canaries its canaries
   * @param engine what its sessions share
   */
  record ProberPlan(
      StoreAddress store,
      Retention retention,
      List<Route> routes,
      List<Canary> canaries,
      EngineSettings engine) {

    ProberPlan {
      routes = List.copyOf(routes);
      canaries = List.copyOf(canaries);
    }

    /** A prober without canaries. */
    ProberPlan(StoreAddress store, Retention retention, List<Route> routes, EngineSettings engine) {
      this(store, retention, routes, List.of(), engine);
    }
  }

  /**
   * How service health is read.
   *
   * @param settings where and how often
   * @param store where is kept what must survive a restart
   * @param application who asks
   */
  record HealthPlan(HealthSettings settings, StoreAddress store, ClientCredentials application) {}
}
