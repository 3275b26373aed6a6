package io.mailprobe.app.config;

import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.app.logging.LogSettings;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.account.Retention;
import io.mailprobe.prober.restraint.MailboxLimits;
import io.mailprobe.prober.submit.AddressOrder;
import io.mailprobe.prober.submit.ClientCertificate;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.protocol.classify.Rule;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import io.mailprobe.receiver.tls.CertifiedFiles;
import io.mailprobe.receiver.tls.CertifiedKey;
import io.mailprobe.store.StoreAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A configuration without errors. Durations, addresses and paths are ready for use; relative paths
 * started from the folder of the file.
 *
 * @param region where this process runs
 * @param prober names this process among the probers of all regions
 * @param keys sign and verify stamps
 * @param store where ledger and journal live
 * @param retention how much the ledger keeps
 * @param http the page, metrics, API and feed
 * @param receiver the receiver in this process; empty where it only probes
 * @param feeds receivers in other processes
 * @param routes the ways that this process probes; none where it only receives
 * @param canaries the sessions without a message that it holds
 * @param serviceHealth how to read Microsoft's own account of an outage
 * @param dnsServers whom to ask for MX and address records; none for the system's own
 * @param trust certificates that are trusted beside the usual ones
 * @param rules the user's own rules of classification, which come before the product's
 * @param metrics what becomes of metrics beside being scraped
 * @param log how it logs
 */
public record Config(
    String region,
    String prober,
    Keyring keys,
    StoreAddress store,
    Retention retention,
    Http http,
    Optional<ReceiverSettings> receiver,
    List<Feed> feeds,
    List<Route> routes,
    List<Canary> canaries,
    Optional<ServiceHealth> serviceHealth,
    List<InetSocketAddress> dnsServers,
    Optional<Path> trust,
    List<Rule> rules,
    Metrics metrics,
    LogSettings log) {

  public Config {
    feeds = List.copyOf(feeds);
    routes = List.copyOf(routes);
    canaries = List.copyOf(canaries);
    dnsServers = List.copyOf(dnsServers);
    rules = List.copyOf(rules);
  }

  /** The routes as the prober takes them. */
  public List<io.mailprobe.prober.Route> routes(TokenSources tokens) {
    return routes.stream().map(route -> route.of(region, prober, tokens)).toList();
  }

  /** The canaries as the prober takes them. */
  public List<io.mailprobe.prober.canary.Canary> canaries(TokenSources tokens) {
    return canaries.stream().map(canary -> canary.of(region, tokens)).toList();
  }

  /**
   * The HTTP side.
   *
   * @param listen where it listens
   * @param tls certificate and key; clear text without
   * @param token what a reader of the feed must show; none is asked for without
   */
  public record Http(
      InetSocketAddress listen, Optional<ReceiverSettings.PemFiles> tls, Optional<Secret> token) {}

  /**
   * A receiver in another process.
   *
   * @param url its HTTP side
   * @param token what it wants shown
   * @param ca the certificate authority that signed its certificate, where it is not a public one
   */
  public record Feed(URI url, Optional<Secret> token, Optional<Path> ca) {}

  /**
   * What becomes of metrics.
   *
   * @param histograms their form
   * @param otlp whom they are pushed to; nobody where empty
   */
  public record Metrics(Histograms histograms, Optional<Otlp> otlp) {}

  /** The form of histograms. */
  public enum Histograms {
    CLASSIC,
    CLASSIC_AND_NATIVE
  }

  /**
   * A collector that metrics are pushed to.
   *
   * @param url the whole address
   * @param headers what goes with each push
   * @param every how often
   */
  public record Otlp(URI url, List<Header> headers, Duration every) {

    public Otlp {
      headers = List.copyOf(headers);
    }
  }

  /** A header of HTTP. */
  public record Header(String name, Secret value) {}

  /** A route, but for what it has of its process. The parts are those of the prober's own. */
  public record Route(
      String name,
      io.mailprobe.prober.Path path,
      Duration every,
      Duration deadline,
      Duration giveUp,
      Duration lossDeadline,
      int maxInFlight,
      String from,
      Recipient to,
      Submit submit,
      List<Safeguard> overrides) {

    public Route {
      overrides = List.copyOf(overrides);
    }

    private io.mailprobe.prober.Route of(String region, String prober, TokenSources tokens) {
      return new io.mailprobe.prober.Route(
          name,
          region,
          prober,
          path,
          every,
          deadline,
          giveUp,
          lossDeadline,
          maxInFlight,
          from,
          to,
          submit.delivery(tokens),
          overrides.contains(Safeguard.MAILBOX_RATE)
              ? MailboxLimits.NONE
              : MailboxLimits.EXCHANGE_ONLINE);
    }
  }

  /** Where and how a route's messages are handed in. */
  public record Submit(
      Target target,
      TlsMode tls,
      Credentials credentials,
      Optional<PemFiles> certificate,
      AddressOrder addresses,
      String ehlo,
      Deadlines deadlines) {

    private Delivery delivery(TokenSources tokens) {
      return new Delivery(
          target,
          tls,
          credentials.auth(tokens),
          certificate.map(Submit::shown),
          addresses,
          ehlo,
          deadlines);
    }

    private static ClientCertificate shown(PemFiles files) {
      CertifiedFiles held = new CertifiedFiles(files);
      return () -> {
        CertifiedKey pair = held.current();
        return new ClientCertificate.Shown(pair.chain(), pair.key());
      };
    }

    /** Whether credentials may go over a network in clear text. */
    boolean mayShowSecrets() {
      boolean certain = tls == TlsMode.STARTTLS || tls == TlsMode.IMPLICIT;
      return credentials.throughMailbox().isPresent() && !certain && !isLoopback(target);
    }

    private static boolean isLoopback(Target target) {
      return target instanceof Target.Host host
          && (host.host().equals("localhost")
              || host.host().startsWith("127.")
              || host.host().equals("::1"));
    }
  }

  /** A safeguard that a route may be freed from by name. */
  public enum Safeguard {
    /** At most one probe a minute through a mailbox, and what it may send in a minute and a day. */
    MAILBOX_RATE,
    /** No password or token over a connection that need not be encrypted. */
    CLEAR_TEXT_AUTH
  }

  /**
   * Sessions without a message, to every address of a target.
   *
   * @param mailFrom whom a session at depth rcpt says it is from; empty for the null sender
   * @param rcptTo the one recipient that it asks for
   */
  public record Canary(
      String name,
      io.mailprobe.prober.Path path,
      Submit submit,
      Duration every,
      Depth depth,
      String mailFrom,
      String rcptTo,
      int frontEnds,
      Addresses addresses) {

    private io.mailprobe.prober.canary.Canary of(String region, TokenSources tokens) {
      return new io.mailprobe.prober.canary.Canary(
          name,
          region,
          path,
          submit.delivery(tokens),
          switch (depth) {
            case BANNER -> new io.mailprobe.prober.submit.Depth.Banner();
            case EHLO -> new io.mailprobe.prober.submit.Depth.Ehlo();
            case STARTTLS -> new io.mailprobe.prober.submit.Depth.StartTls();
            case AUTH -> new io.mailprobe.prober.submit.Depth.Login();
            case RCPT -> new io.mailprobe.prober.submit.Depth.Recipient(mailFrom, rcptTo);
          },
          every,
          frontEnds,
          addresses == Addresses.ALL);
    }
  }

  /** Which addresses of a front end are visited. */
  public enum Addresses {
    IPV4,
    ALL
  }

  /** How far a canary goes before it says QUIT. */
  public enum Depth {
    BANNER,
    EHLO,
    STARTTLS,
    AUTH,
    /** Through MAIL and RCPT, then RSET. */
    RCPT
  }

  /**
   * How a tenant's service health is read.
   *
   * @param application an application that may
   * @param graph Microsoft Graph's address
   * @param every how often
   */
  public record ServiceHealth(ClientCredentials application, URI graph, Duration every) {}
}
