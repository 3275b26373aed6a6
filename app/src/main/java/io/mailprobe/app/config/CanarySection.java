package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.submit.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code canaries[]}: sessions without a message, to every address of a target. */
final class CanarySection {

  static final Key<String> NAME =
      required(
          "name",
          MailKinds.NAME,
          "names the canary; unique. With a route's name its sessions stand with that route's, with"
              + " a purpose of their own");
  private static final Key<Target> TARGET =
      required("target", MailKinds.TARGET, "the server, or the domain whose mail servers it is");
  private static final Key<Duration> EVERY =
      preset(
          "every",
          Durations.between(Duration.ofSeconds(1), Duration.ofHours(24)),
          "15s",
          "how often each front end is visited; one that refuses less often");
  private static final Key<Config.Depth> DEPTH =
      preset(
          "depth",
          Kinds.choice(Config.Depth.class),
          "starttls",
          "how far a session goes; then it says QUIT, after rcpt RSET and QUIT. Never to DATA");
  private static final Key<Path> PATH =
      optional(
          "path",
          Kinds.choice(Path.class),
          "inbound for mx:, else outbound",
          "which way mail goes that is handed in there; a label of its metrics");
  private static final Key<String> FROM =
      optional("from", MailKinds.ADDRESS, "the null sender", "for depth rcpt: the sender");
  private static final Key<String> TO =
      optional(
          "to",
          MailKinds.ADDRESS,
          "postmaster@ and the domain of mx:",
          "for depth rcpt: the one recipient that is asked for; required where target is a host");
  private static final Key<Integer> FRONT_ENDS =
      preset(
          "front_ends",
          Kinds.integer(1, 500),
          "100",
          "no more front ends than this are visited; each has metrics of its own");
  private static final Key<Config.Addresses> ADDRESSES =
      preset(
          "addresses",
          Kinds.choice(Config.Addresses.class),
          "ipv4",
          "which addresses are visited; where there are none of IPv4, all are");

  static final Section<Config.Canary> SECTION =
      new Section<>(
          "section",
          List.of(
              NAME,
              TARGET,
              EVERY,
              DEPTH,
              PATH,
              SubmitSection.TLS,
              SubmitSection.AUTH,
              SubmitSection.CERTIFICATE,
              SubmitSection.EHLO,
              SubmitSection.TIMEOUTS,
              FROM,
              TO,
              FRONT_ENDS,
              ADDRESSES),
          CanarySection::check,
          CanarySection::build);

  private CanarySection() {}

  private static void check(Fields fields) {
    SubmitSection.checkCertificate(fields);
    Optional<Config.Depth> depth = fields.find(DEPTH);
    Optional<Target> target = fields.find(TARGET);
    boolean logsIn = fields.has(SubmitSection.AUTH);
    if (depth.equals(Optional.of(Config.Depth.AUTH)) && !logsIn) {
      fields.error(DEPTH.name(), "depth: auth needs auth, to say who logs in");
    }
    if (depth.equals(Optional.of(Config.Depth.RCPT))
        && !fields.has(TO)
        && target.filter(Target.Host.class::isInstance).isPresent()) {
      fields.error(DEPTH.name(), "depth: rcpt at a host needs to, the recipient that is asked for");
    }
    if (logsIn && target.isPresent()) {
      Config.Submit submit = SubmitSection.build(target.get(), fields);
      if (submit.mayShowSecrets()) {
        fields.error(
            fields.has(SubmitSection.TLS) ? SubmitSection.TLS.name() : SubmitSection.AUTH.name(),
            "tls: "
                + Kinds.written(submit.tls())
                + " may send what auth holds in clear text; use starttls or implicit");
      }
    }
  }

  private static Config.Canary build(Fields fields) {
    Target target = fields.get(TARGET);
    return new Config.Canary(
        fields.get(NAME),
        fields.find(PATH).orElse(target instanceof Target.Mx ? Path.INBOUND : Path.OUTBOUND),
        SubmitSection.build(target, fields),
        fields.get(EVERY),
        fields.get(DEPTH),
        fields.find(FROM).orElse(""),
        fields.find(TO).orElseGet(() -> "postmaster@" + domain(target)),
        fields.get(FRONT_ENDS),
        fields.get(ADDRESSES));
  }

  private static String domain(Target target) {
    return switch (target) {
      case Target.Mx(String domain, _) -> domain;
      case Target.Host(String host, _) -> host;
    };
  }
}
