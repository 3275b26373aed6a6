package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.app.logging.LogSettings;
import io.mailprobe.protocol.stamp.StampKey;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The small sections at the root. */
final class ServiceSections {

  static final Key<String> KEY_ID =
      required("id", MailKinds.NAME, "names the key in the stamp; unique");
  private static final Key<Secret> KEY_SECRET =
      required(
          "secret",
          Kinds.secret(StampKey.MIN_SECRET_BYTES),
          "at least " + StampKey.MIN_SECRET_BYTES + " bytes, as from openssl rand -hex 32");
  static final Section<StampKey> STAMP_KEY =
      Section.of(
          "section",
          List.of(KEY_ID, KEY_SECRET),
          fields ->
              new StampKey(
                  fields.get(KEY_ID),
                  fields.get(KEY_SECRET).reveal().getBytes(StandardCharsets.UTF_8)));

  static final Config.Http USUAL_HTTP =
      new Config.Http(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080),
          Optional.empty(),
          Optional.empty());
  private static final Key<InetSocketAddress> LISTEN =
      preset("listen", Sockets.LISTEN, "127.0.0.1:8080", "the address and port to listen on");
  private static final Key<PemFiles> HTTP_TLS =
      optional("tls", ReceiverSection.PEM_SECTION, "clear text", "certificate and key for HTTPS");
  private static final Key<Secret> HTTP_TOKEN =
      optional(
          "token",
          Kinds.secret(1),
          "none is asked for",
          "what a prober elsewhere must show to read the feed");
  static final Section<Config.Http> HTTP =
      Section.of(
          "section",
          List.of(LISTEN, HTTP_TLS, HTTP_TOKEN),
          fields ->
              new Config.Http(fields.get(LISTEN), fields.find(HTTP_TLS), fields.find(HTTP_TOKEN)));

  private static final Key<URI> URL =
      required("url", MailKinds.WEB_ADDRESS, "the receiver's HTTP side");
  private static final Key<Secret> FEED_TOKEN =
      optional("token", Kinds.secret(1), "none", "what it wants shown: its own http.token");
  private static final Key<Path> CA =
      optional(
          "ca",
          Kinds.path(),
          "the usual ones",
          "the authority that signed its certificate, as PEM, where it is not a public one");
  static final Section<Config.Feed> FEED =
      new Section<>(
          "section",
          List.of(URL, FEED_TOKEN, CA),
          fields -> fields.warnIfUnreadable(CA),
          fields -> new Config.Feed(fields.get(URL), fields.find(FEED_TOKEN), fields.find(CA)));

  private static final ApplicationKeys READER = new ApplicationKeys(Cloud::graphScope);
  private static final Key<URI> GRAPH =
      optional(
          "graph",
          MailKinds.SECURE_WEB_ADDRESS,
          "the cloud's, such as " + Cloud.GLOBAL.graph(),
          "Microsoft Graph");
  private static final Key<Duration> HEALTH_EVERY =
      preset(
          "every",
          Durations.between(Duration.ofSeconds(30), Duration.ofHours(1)),
          "2m",
          "how often it is read; a tenant's application may ask 800 times an hour in all");
  static final Section<Config.ServiceHealth> SERVICE_HEALTH =
      new Section<>(
          "section",
          Stream.concat(READER.all().stream(), Stream.<Key<?>>of(GRAPH, HEALTH_EVERY)).toList(),
          fields -> READER.check(fields, ""),
          fields ->
              new Config.ServiceHealth(
                  READER.credentials(fields),
                  fields.find(GRAPH).orElse(READER.cloud(fields).graph()),
                  fields.get(HEALTH_EVERY)));

  private static final Key<List<InetSocketAddress>> SERVERS =
      optional(
          "servers",
          Kinds.listOf(Sockets.NAME_SERVER, 0),
          "the system's",
          "name servers to ask for MX and address records");
  static final Section<List<InetSocketAddress>> DNS =
      Section.of("section", List.of(SERVERS), fields -> fields.find(SERVERS).orElse(List.of()));

  private static final Key<Path> TRUST =
      required(
          "trust", Kinds.path(), "certificates that are trusted beside the usual ones, as PEM");
  static final Section<Path> TLS =
      new Section<>(
          "section",
          List.of(TRUST),
          fields -> fields.warnIfUnreadable(TRUST),
          fields -> fields.get(TRUST));

  private static final Key<LogSettings.Format> FORMAT =
      preset("format", Kinds.choice(LogSettings.Format.class), "plain", "for people or programs");
  private static final Key<LogSettings.Level> LEVEL =
      preset(
          "level",
          Kinds.choice(LogSettings.Level.class),
          "info",
          "the least severity that is told");
  static final Section<LogSettings> LOG =
      Section.of(
          "section",
          List.of(FORMAT, LEVEL),
          fields -> new LogSettings(fields.get(FORMAT), fields.get(LEVEL)));

  private ServiceSections() {}
}
