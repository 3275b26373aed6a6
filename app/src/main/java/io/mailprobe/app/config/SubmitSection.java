package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.prober.submit.AddressOrder;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code submit}: where and how a route's messages are handed in. */
final class SubmitSection {

  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);
  private static final Duration MOST_TIMEOUT = Duration.ofMinutes(30);

  private static final Key<Duration> PHASE =
      preset(
          "phase",
          Durations.between(LEAST_TIMEOUT, MOST_TIMEOUT),
          Durations.print(Deadlines.DEFAULT.phase()),
          "the most that one phase of a session may take");
  private static final Key<Duration> SESSION =
      preset(
          "session",
          Durations.between(LEAST_TIMEOUT, MOST_TIMEOUT),
          Durations.print(Deadlines.DEFAULT.session()),
          "the most that a whole session may take");

  private static final Section<Deadlines> TIMEOUTS_SECTION =
      new Section<>(
          "section",
          List.of(PHASE, SESSION),
          SubmitSection::checkTimeouts,
          fields -> new Deadlines(fields.get(PHASE), fields.get(SESSION)));

  static final Key<Target> TO =
      required(
          "to",
          MailKinds.TARGET,
          "the server, or the domain whose mail servers (MX records) it is");
  static final Key<TlsMode> TLS =
      optional(
          "tls",
          Kinds.choice(TlsMode.class),
          "starttls with auth or certificate, else opportunistic",
          "none: clear text; opportunistic: encrypted where offered, whatever the certificate;"
              + " starttls and implicit (TLS from the first byte): encrypted, with the server's own"
              + " certificate, or no message");
  static final Key<Credentials> AUTH =
      optional("auth", AuthSection.SECTION, "none", "how the session says who it is");
  static final Key<PemFiles> CERTIFICATE =
      optional(
          "certificate",
          ClientCertificateSection.SECTION,
          "none",
          "what a session shows where the server asks who it is under TLS, as for a connector; read"
              + " again when it changes");
  private static final Key<AddressOrder> ADDRESSES =
      preset(
          "addresses",
          Kinds.choice(AddressOrder.class),
          Kinds.written(AddressOrder.IPV4_FIRST),
          "which of the target's addresses are tried, and which of them first; mail over IPv6 needs"
              + " more to be accepted");
  static final Key<String> EHLO =
      optional(
          "ehlo",
          MailKinds.HELO_NAME,
          "the machine's name",
          "what the prober calls itself in EHLO");
  static final Key<Deadlines> TIMEOUTS =
      optional("timeouts", TIMEOUTS_SECTION, "as below", "how long a session waits");

  static final Section<Config.Submit> SECTION =
      new Section<>(
          "section",
          List.of(TO, TLS, AUTH, CERTIFICATE, ADDRESSES, EHLO, TIMEOUTS),
          SubmitSection::checkCertificate,
          fields -> build(fields.get(TO), fields));

  private SubmitSection() {}

  private static void checkTimeouts(Fields fields) {
    Optional<Duration> phase = fields.find(PHASE);
    Optional<Duration> session = fields.find(SESSION);
    if (phase.isPresent() && session.isPresent() && phase.get().compareTo(session.get()) > 0) {
      fields.error(
          fields.has(PHASE) ? PHASE.name() : SESSION.name(),
          "phase ("
              + Durations.print(phase.get())
              + ") is longer than session ("
              + Durations.print(session.get())
              + "); a phase cannot outlast its session");
    }
  }

  /** A certificate is shown under TLS, and what builds on it needs one. */
  static void checkCertificate(Fields fields) {
    if (fields.has(CERTIFICATE) && fields.find(TLS).filter(TlsMode.NONE::equals).isPresent()) {
      fields.error(TLS.name(), "a certificate is shown under TLS only; use starttls or implicit");
    }
    if (fields.find(AUTH).filter(Credentials.External.class::isInstance).isPresent()
        && !fields.has(CERTIFICATE)) {
      fields.error(
          AUTH.name() + "." + AuthSection.EXTERNAL_NAME,
          "the certificate says who it is: give certificate beside auth");
    }
  }

  /** With where to told by another key. */
  static Config.Submit build(Target target, Fields fields) {
    Credentials credentials = fields.find(AUTH).orElseGet(Credentials.None::new);
    boolean anonymous = credentials instanceof Credentials.None && !fields.has(CERTIFICATE);
    TlsMode usual = anonymous ? TlsMode.OPPORTUNISTIC : TlsMode.STARTTLS;
    return new Config.Submit(
        target,
        fields.find(TLS).orElse(usual),
        credentials,
        fields.find(CERTIFICATE),
        fields.find(ADDRESSES).orElse(AddressOrder.IPV4_FIRST),
        fields.find(EHLO).orElseGet(() -> heloName(fields.surroundings().hostName())),
        fields.find(TIMEOUTS).orElse(Deadlines.DEFAULT));
  }

  private static String heloName(String hostName) {
    return MailKinds.isDomain(hostName) ? hostName : "localhost";
  }
}
