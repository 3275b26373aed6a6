package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import io.mailprobe.receiver.journal.Retention;
import io.mailprobe.store.StoreAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code receiver}: the receiver in this process. */
final class ReceiverSection {

  private static final Key<Integer> CONNECTIONS =
      limit("connections", Limits.DEFAULT.connections(), "connections at once, in all");
  private static final Key<Integer> CONNECTIONS_PER_PEER =
      limit(
          "connections_per_peer",
          Limits.DEFAULT.connectionsPerPeer(),
          "connections at once from one IP address");
  private static final Key<Long> MESSAGE =
      preset(
          "message", Kinds.size(10_000, 150_000_000), "1MiB", "the largest message that is taken");
  private static final Key<Integer> RECIPIENTS =
      limit("recipients", Limits.DEFAULT.recipients(), "recipients of one message");
  private static final Key<Integer> BAD_COMMANDS =
      limit(
          "bad_commands",
          Limits.DEFAULT.badCommands(),
          "refused commands in one session before it is ended");
  private static final Key<Integer> REFUSALS =
      limit(
          "refusals",
          Limits.DEFAULT.refusals(),
          "refusals a second, in all; what is above waits for its answer, and probes do not");
  private static final Key<Duration> IDLE =
      preset(
          "idle",
          Durations.between(Duration.ofSeconds(1), Duration.ofHours(1)),
          Durations.print(Limits.DEFAULT.idle()),
          "how long a peer may say nothing");
  private static final Key<Duration> SESSION =
      preset(
          "session",
          Durations.between(Duration.ofSeconds(1), Duration.ofHours(24)),
          Durations.print(Limits.DEFAULT.session()),
          "how long a session may last");

  private static final Section<Limits> LIMITS_SECTION =
      Section.of(
          "section",
          List.of(
              CONNECTIONS,
              CONNECTIONS_PER_PEER,
              MESSAGE,
              RECIPIENTS,
              BAD_COMMANDS,
              REFUSALS,
              IDLE,
              SESSION),
          fields ->
              new Limits(
                  fields.get(CONNECTIONS),
                  fields.get(CONNECTIONS_PER_PEER),
                  fields.get(MESSAGE),
                  fields.get(RECIPIENTS),
                  fields.get(BAD_COMMANDS),
                  fields.get(REFUSALS),
                  fields.get(IDLE),
                  fields.get(SESSION)));

  private static final Key<Path> CERTIFICATE =
      required("certificate", Kinds.path(), "the certificate and those above it, as PEM");
  private static final Key<Path> KEY =
      required("key", Kinds.path(), "its private key, as PEM (PKCS #8)");

  /** A certificate and its key, wherever something listens. */
  static final Section<PemFiles> PEM_SECTION =
      new Section<>(
          "section",
          List.of(CERTIFICATE, KEY),
          fields -> {
            fields.warnIfUnreadable(CERTIFICATE);
            fields.warnIfUnreadable(KEY);
          },
          fields -> new PemFiles(fields.get(CERTIFICATE), fields.get(KEY)));

  private static final Key<InetSocketAddress> LISTEN =
      preset("listen", Sockets.LISTEN, "0.0.0.0:2525", "the address and port to take mail on");
  private static final Key<String> HOSTNAME =
      required("hostname", MailKinds.DOMAIN_NAME, "the name it greets with, as in the MX record");
  static final Key<List<String>> DOMAINS =
      required(
          "domains",
          Kinds.listOf(MailKinds.DOMAIN_NAME, 1),
          "the domains it takes mail for, at probes' own tokens");
  private static final Key<List<String>> ADDRESSES =
      optional(
          "addresses",
          Kinds.listOf(MailKinds.ADDRESS, 0),
          "none",
          "further addresses in full that it takes mail for: those that probes come back to, and"
              + " senders that failure reports go to");
  private static final Key<PemFiles> TLS =
      optional(
          "tls",
          PEM_SECTION,
          "a self-signed certificate, made at first start",
          "the certificate for STARTTLS; read again when it changes");
  private static final Key<Limits> LIMITS =
      optional("limits", LIMITS_SECTION, "as below", "what it allows its peers");

  static final Section<Settings> SECTION =
      Section.of(
          "section",
          List.of(LISTEN, HOSTNAME, DOMAINS, ADDRESSES, TLS, LIMITS),
          ReceiverSection::build);

  private ReceiverSection() {}

  private static Key<Integer> limit(String name, int usual, String meaning) {
    return preset(name, Kinds.integer(1, 1_000_000), Integer.toString(usual), meaning);
  }

  private static Settings build(Fields fields) {
    return (store, retention) ->
        new ReceiverSettings(
            fields.get(LISTEN),
            fields.get(HOSTNAME),
            fields.get(DOMAINS),
            fields.find(ADDRESSES).orElse(List.of()),
            fields.find(TLS),
            store,
            retention,
            fields.find(LIMITS).orElse(Limits.DEFAULT));
  }

  /** A receiver's settings but for its journal, of which other keys tell. */
  @FunctionalInterface
  interface Settings {
    ReceiverSettings in(StoreAddress store, Retention retention);
  }
}
