package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.app.logging.LogSettings;
import io.mailprobe.prober.Recipient;
import io.mailprobe.protocol.classify.Rule;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.StampKey;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.store.StoreAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The whole file. */
final class RootSection {

  private static final int MAX_NAME = 64;

  private static final Key<String> REGION =
      required("region", MailKinds.NAME, "where this process runs; a label of every metric");
  private static final Key<String> PROBER =
      optional(
          "prober",
          MailKinds.NAME,
          "region and host name",
          "names this process; no two of one region may have the same name");
  private static final Key<List<StampKey>> KEYS =
      required(
          "keys",
          Kinds.listOf(ServiceSections.STAMP_KEY, 1, ServiceSections.KEY_ID),
          "the keys that probes are signed with; the first signs, all verify");
  private static final Key<StoreAddress> STORE =
      preset(
          "store",
          StoreSections.ADDRESS,
          "sqlite:/var/lib/mailprobe",
          "where ledger and journal live: a folder, or a PostgreSQL database, which several"
              + " receivers and probers may share");
  private static final Key<StoreSections.Login> DATABASE =
      optional(
          "database",
          StoreSections.LOGIN,
          "as the URL says",
          "how to log in at a store that is a server");
  private static final Key<StoreSections.Kept> RETENTION =
      optional("retention", StoreSections.RETENTION, "as below", "how much is kept");
  private static final Key<Config.Http> HTTP =
      optional("http", ServiceSections.HTTP, "as below", "the page, metrics, API and feed");
  private static final Key<ReceiverSection.Settings> RECEIVER =
      optional(
          "receiver",
          ReceiverSection.SECTION,
          "no receiver in this process",
          "takes the probes at the far end");
  private static final Key<List<Config.Feed>> FEEDS =
      optional(
          "feeds",
          Kinds.listOf(ServiceSections.FEED, 0),
          "none",
          "receivers in other processes; the one in this process needs no entry");
  private static final Key<List<Config.Route>> ROUTES =
      optional(
          "routes",
          Kinds.listOf(RouteSection.SECTION, 0, RouteSection.NAME),
          "none",
          "the ways for messages to travel that this process probes");
  private static final Key<List<Config.Canary>> CANARIES =
      optional(
          "canaries",
          Kinds.listOf(CanarySection.SECTION, 0, CanarySection.NAME),
          "none",
          "sessions that send no message, to every address of a target");
  private static final Key<Config.ServiceHealth> SERVICE_HEALTH =
      optional(
          "service_health",
          ServiceSections.SERVICE_HEALTH,
          "none",
          "an application that may read the tenant's service health");
  private static final Key<String> BASIC_AUTH_OFF =
      preset(
          "basic_auth_off",
          MailKinds.DAY,
          ExchangeOnline.BASIC_AUTH_OFF,
          "the day from which Exchange Online takes no passwords, as last announced; for the"
              + " warning to a route that uses one there");
  private static final Key<List<java.net.InetSocketAddress>> DNS =
      optional("dns", ServiceSections.DNS, "the system's", "whom to ask for addresses");
  private static final Key<Path> TLS =
      optional("tls", ServiceSections.TLS, "the usual ones", "what certificates are trusted");
  private static final Key<List<Rule>> CLASSIFICATION =
      optional(
          "classification",
          RuleSection.CLASSIFICATION,
          "the product's rules alone",
          "what refusing replies mean; see docs/classification.md");
  private static final Key<Config.Metrics> METRICS =
      optional(
          "metrics",
          MetricsSection.SECTION,
          "as below",
          "what becomes of metrics beside being scraped at /metrics");
  private static final Key<LogSettings> LOG =
      optional("log", ServiceSections.LOG, "as below", "how the process logs, to standard error");

  static final Section<Config> SECTION =
      new Section<>(
          "section",
          List.of(
              REGION,
              PROBER,
              KEYS,
              STORE,
              DATABASE,
              RETENTION,
              HTTP,
              RECEIVER,
              FEEDS,
              ROUTES,
              CANARIES,
              SERVICE_HEALTH,
              BASIC_AUTH_OFF,
              DNS,
              TLS,
              CLASSIFICATION,
              METRICS,
              LOG),
          RootSection::check,
          RootSection::build);

  private RootSection() {}

  private static void check(Fields fields) {
    boolean idle =
        !fields.has(RECEIVER)
            && (!fields.has(ROUTES) || fields.find(ROUTES).filter(List::isEmpty).isPresent())
            && (!fields.has(CANARIES) || fields.find(CANARIES).filter(List::isEmpty).isPresent());
    if (idle) {
      fields.error("", "nothing to do: expected a receiver, routes or canaries");
    }
    if (fields.has(DATABASE)
        && fields.find(STORE).filter(StoreAddress.Folder.class::isInstance).isPresent()) {
      fields.error(DATABASE.name(), "the store is a folder, where nobody logs in");
    }
    fields.find(ROUTES).ifPresent(routes -> checkMailboxes(fields, routes));
    fields.find(ROUTES).ifPresent(routes -> warnOfDeafness(fields, routes));
    warnOfOpenFeed(fields);
    fields.find(ROUTES).ifPresent(routes -> warnOfPasswords(fields, routes));
  }

  /** Several routes through one mailbox share its one probe a minute. */
  private static void checkMailboxes(Fields fields, List<Config.Route> routes) {
    Map<String, Double> perMinute = new HashMap<>();
    for (int i = 0; i < routes.size(); i++) {
      Config.Route route = routes.get(i);
      Optional<String> mailbox = route.submit().credentials().throughMailbox();
      if (mailbox.isEmpty() || route.overrides().contains(Config.Safeguard.MAILBOX_RATE)) {
        continue;
      }
      double rate = RouteSection.perMinute(route.every());
      double sum = perMinute.merge(mailbox.get().toLowerCase(Locale.ROOT), rate, Double::sum);
      if (sum > 1.000_001) {
        fields.error(
            "routes[" + i + "].every",
            "with the routes above, " + RouteSection.tooOften(mailbox.get(), sum));
      }
    }
  }

  private static void warnOfDeafness(Fields fields, List<Config.Route> routes) {
    boolean unreadable = fields.has(RECEIVER) && fields.find(RECEIVER).isEmpty();
    if (fields.has(FEEDS) || unreadable) {
      return;
    }
    List<String> taken =
        fields
            .find(RECEIVER)
            .map(
                settings ->
                    settings
                        .in(StoreAddress.folder(Path.of("")), StoreSections.USUAL.journal())
                        .domains())
            .orElse(List.of());
    for (int i = 0; i < routes.size(); i++) {
      if (!fields.has(RECEIVER)) {
        fields.warning(
            "routes[" + i + "].to",
            "nothing tells of arrivals: there is neither a receiver here nor one in feeds");
      } else if (routes.get(i).to() instanceof Recipient.TokenAt(String domain)
          && taken.stream().noneMatch(domain::equalsIgnoreCase)) {
        fields.warning(
            "routes[" + i + "].to",
            "the receiver here takes no mail for " + domain + ", and there is none in feeds");
      }
    }
  }

  private static void warnOfPasswords(Fields fields, List<Config.Route> routes) {
    for (int i = 0; i < routes.size(); i++) {
      Config.Submit submit = routes.get(i).submit();
      if (submit.credentials() instanceof Credentials.Password
          && ExchangeOnline.is(submit.target())
          && !ExchangeOnline.isHighVolume(submit.target())) {
        fields.warning(
            "routes[" + i + "].submit.auth.password",
            "Exchange Online switches off passwords for SMTP ("
                + fields.get(BASIC_AUTH_OFF)
                + "; an administrator can put that off, not for good): use xoauth2");
      }
    }
  }

  private static void warnOfOpenFeed(Fields fields) {
    fields
        .find(HTTP)
        .filter(http -> fields.has(RECEIVER) && http.token().isEmpty())
        .filter(http -> !http.listen().getAddress().isLoopbackAddress())
        .ifPresent(
            _ ->
                fields.warning(
                    "http.listen",
                    "whoever can connect can read the receiver's feed; give a token"));
  }

  private static Config build(Fields fields) {
    String region = fields.get(REGION);
    StoreAddress store = StoreSections.with(fields.get(STORE), fields.find(DATABASE));
    StoreSections.Kept kept = fields.find(RETENTION).orElse(StoreSections.USUAL);
    Optional<ReceiverSettings> receiver =
        fields.find(RECEIVER).map(settings -> settings.in(store, kept.journal()));
    return new Config(
        region,
        fields.find(PROBER).orElseGet(() -> proberName(region, fields.surroundings().hostName())),
        new Keyring(fields.get(KEYS)),
        store,
        kept.ledger(),
        fields.find(HTTP).orElse(ServiceSections.USUAL_HTTP),
        receiver,
        fields.find(FEEDS).orElse(List.of()),
        fields.find(ROUTES).orElse(List.of()),
        fields.find(CANARIES).orElse(List.of()),
        fields.find(SERVICE_HEALTH),
        fields.find(DNS).orElse(List.of()),
        fields.find(TLS),
        fields.find(CLASSIFICATION).orElse(List.of()),
        fields.find(METRICS).orElse(MetricsSection.USUAL),
        fields.find(LOG).orElse(LogSettings.DEFAULT));
  }

  private static String proberName(String region, String hostName) {
    String name = region + "-" + hostName.replaceAll("[^A-Za-z0-9._-]", "-");
    return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
  }
}
