package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kind;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.app.config.bind.UnfitException;
import io.mailprobe.prober.account.Retention;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.store.StoreAddress.Server;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code store}, and what belongs to it: how to log in, and how much is kept. */
final class StoreSections {

  private static final String SQLITE = "sqlite:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?";
  private static final Pattern URL =
      Pattern.compile("(jdbc:postgresql://" + HOST + "(?:," + HOST + ")*/[^/?#\\s@]+)(?:\\?(.*))?");

  /** Where ledger and journal live. */
  static final Kind<StoreAddress> ADDRESS =
      Kinds.located("sqlite:folder | jdbc:postgresql:URL", StoreSections::address);

  private static final Key<String> USER =
      optional(
          "user",
          Kinds.text("text", "expected a user's name", text -> !text.isBlank()),
          "as the URL says",
          "who logs in at the server");
  private static final Key<Secret> PASSWORD =
      optional("password", Kinds.secret(1), "as the URL says", "what that user shows");

  /** How to log in at a store that is a server. */
  static final Section<Login> LOGIN =
      Section.of(
          "section",
          List.of(USER, PASSWORD),
          fields -> new Login(fields.find(USER), fields.find(PASSWORD)));

  private static final Duration LONGEST = Duration.ofDays(3_650);

  private static final Key<Duration> SUCCESSES =
      preset(
          "successes",
          Durations.between(Duration.ofDays(1), LONGEST),
          Durations.print(Retention.DEFAULT.successes()),
          "how long probes that were delivered in time are kept with their evidence");
  private static final Key<Duration> FAILURES =
      preset(
          "failures",
          Durations.between(Duration.ofDays(2), LONGEST),
          Durations.print(Retention.DEFAULT.failures()),
          "how long all other probes are");
  private static final Key<Duration> ARRIVALS =
      preset(
          "arrivals",
          Durations.between(Duration.ofDays(1), LONGEST),
          Durations.print(io.mailprobe.receiver.journal.Retention.DEFAULT.arrivals()),
          "how long the receiver keeps arrivals; probers may be away for so long");
  private static final Key<Long> SIZE =
      preset(
          "size",
          Kinds.size(10_000_000, 100_000_000_000_000L),
          "2GiB",
          "how large ledger and journal may each become; the oldest successes go first, then failures, and what is in flight never");

  /** How much is kept. */
  static final Section<Kept> RETENTION =
      new Section<>(
          "section",
          List.of(SUCCESSES, FAILURES, ARRIVALS, SIZE),
          StoreSections::check,
          fields ->
              new Kept(
                  new Retention(fields.get(SUCCESSES), fields.get(FAILURES), fields.get(SIZE)),
                  new io.mailprobe.receiver.journal.Retention(
                      fields.get(ARRIVALS), fields.get(SIZE))));

  /** What is kept where nothing is said. */
  static final Kept USUAL =
      new Kept(Retention.DEFAULT, io.mailprobe.receiver.journal.Retention.DEFAULT);

  private StoreSections() {}

  /** Who logs in at a server. */
  record Login(Optional<String> user, Optional<Secret> password) {}

  /** How much ledger and journal keep. */
  record Kept(Retention ledger, io.mailprobe.receiver.journal.Retention journal) {}

  private static void check(Fields fields) {
    Optional<Duration> successes = fields.find(SUCCESSES);
    Optional<Duration> failures = fields.find(FAILURES);
    if (successes.isPresent()
        && failures.isPresent()
        && failures.get().compareTo(successes.get()) < 0) {
      fields.error(FAILURES.name(), "failures are to be kept at least as long as successes");
    }
  }

  /** The address with what the section says of the log-in, which wins. */
  static StoreAddress with(StoreAddress address, Optional<Login> login) {
    return switch (address) {
      case StoreAddress.Folder folder -> folder;
      case Server server ->
          new Server(
              server.url(),
              server.parameters(),
              login.flatMap(Login::user).or(server::user),
              login.flatMap(Login::password).map(Secret::reveal).or(server::password),
              server.owner());
    };
  }

  private static StoreAddress address(String text, Kinds.Paths paths) throws UnfitException {
    if (text.startsWith(SQLITE) && text.length() > SQLITE.length()) {
      return StoreAddress.folder(paths.path(text.substring(SQLITE.length())));
    }
    if (text.startsWith(POSTGRESQL) || text.startsWith("postgres")) {
      return server(text);
    }
    throw new UnfitException("expected sqlite: and a folder, or jdbc:postgresql://host/database");
  }

  private static Server server(String text) throws UnfitException {
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      throw new UnfitException(
          "expected jdbc:postgresql://host/database, with :port and ?name=value&... if need be;"
              + " user and password stand in database, or as ?user=...&password=...");
    }
    Map<String, String> parameters = parameters(Optional.ofNullable(url.group(2)).orElse(""));
    if (parameters.containsKey("currentSchema")) {
      throw new UnfitException(
          "each ledger and the journal have a schema of their own: leave currentSchema out");
    }
    Optional<String> user = Optional.ofNullable(parameters.remove("user"));
    Optional<String> password = Optional.ofNullable(parameters.remove("password"));
    return new Server(url.group(1), parameters, user, password, Optional.empty());
  }

  private static Map<String, String> parameters(String query) throws UnfitException {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : query.split("&", -1)) {
      if (parameter.isEmpty()) {
        continue;
      }
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      try {
        parameters.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw new UnfitException(
            "a value in the URL holds a % that is none: write %25, or give a password in"
                + " database.password");
      }
    }
    return parameters;
  }
}
