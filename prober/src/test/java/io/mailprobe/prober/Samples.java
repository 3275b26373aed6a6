package io.mailprobe.prober;

import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.reply.EnhancedStatus;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.report.Notice;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TlsSession;
import io.mailprobe.protocol.session.TranscriptLine;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.StampKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Values that tests of the prober share. */
public final class Samples {

  public static final Keyring KEYS =
      new Keyring(
          List.of(
              new StampKey(
                  "k1", "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII))));

  private Samples() {}

  /** A route once a minute, late after a minute, given up after an hour, lost after 25. */
  public static Route route(String name) {
    return route(name, new Auth.None());
  }

  /** The same, logging in so. */
  public static Route route(String name, Auth auth) {
    return new Route(
        name,
        "emea",
        "emea-1",
        Path.OUTBOUND,
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofHours(1),
        Duration.ofHours(25),
        2_000,
        "probe@contoso.example",
        new Recipient.TokenAt("probe.example.net"),
        new Delivery(
            new Target.Host("127.0.0.1", 2525),
            TlsMode.NONE,
            auth,
            "prober.example.net",
            Deadlines.DEFAULT));
  }

  /** The report of a session that ended so at the given instant. */
  public static SessionReport report(Outcome outcome, Instant at) {
    return switch (outcome) {
      case ACCEPTED -> report(outcome, Phase.END_OF_DATA, "250 2.0.0 OK", at);
      case DEFERRED -> report(outcome, Phase.BANNER, "421 4.3.2 Service not active", at);
      case REJECTED -> report(outcome, Phase.RCPT, "550 5.7.1 No", at);
      case AUTH_FAILED -> report(outcome, Phase.AUTH, "535 5.7.3 No", at);
      case CLOSED, TIMED_OUT, CONNECT_FAILED, DNS_FAILED, TLS_FAILED, TOKEN_FAILED ->
          report(outcome, Phase.CONNECT, "", at);
      case UNCERTAIN -> report(outcome, Phase.END_OF_DATA, "", at);
    };
  }

  private static SessionReport report(Outcome outcome, Phase phase, String line, Instant at) {
    Optional<SmtpReply> reply =
        line.isEmpty()
            ? Optional.empty()
            : Optional.of(
                SmtpReply.of(Integer.parseInt(line.substring(0, 3)), List.of(line.substring(4))));
    return new SessionReport(
        "127.0.0.1:2525",
        at,
        Duration.ofNanos(1_234_567_891),
        outcome,
        phase,
        reply,
        outcome == Outcome.ACCEPTED ? Optional.of(at) : Optional.empty(),
        "as scripted",
        Optional.of(new FrontEnd("127.0.0.1", 2525, Optional.of("fe1.example.net"))),
        Optional.of(new TlsSession("TLSv1.3", "TLS_AES_256_GCM_SHA384", Optional.of(at))),
        List.of(new PhaseTiming(phase, Duration.ofMillis(12), reply)),
        List.of(
            new TranscriptLine(
                Duration.ofMillis(1), TranscriptLine.Speaker.SERVER, "220 \u00e4 \"hello\"")));
  }

  /** A delivery report as a receiver tells of it, the same for the same action and instant. */
  public static DeliveryReport report(long sequence, ProbeId probe, Action action, Instant at) {
    return new DeliveryReport(
        sequence,
        probe,
        DeliveryReport.Place.STAMP,
        Optional.of("emea-1"),
        at,
        "127.0.0.1",
        new Notice(
            action,
            EnhancedStatus.parse("4.4.317"),
            Optional.of("450 4.4.317 Cannot establish session [Message=421 4.3.2 Not active]"),
            Optional.of("probe+x@probe.example.net"),
            Optional.of("relay.example.net"),
            Optional.of("mx.example.net"),
            Optional.of("192.0.2.1"),
            Optional.of(at.minusSeconds(60)),
            Optional.of(at.minusSeconds(1)),
            Optional.of(at.plusSeconds(3_600)),
            Optional.of("<" + at + "@relay.example.net>")));
  }

  /** An arrival as a receiver tells of it. */
  public static Arrival arrival(long sequence, ProbeId probe, Instant at) {
    return new Arrival(
        sequence,
        probe,
        Arrival.Place.RECIPIENT,
        Optional.of("emea-1"),
        Optional.empty(),
        at.minusMillis(20),
        at.minusMillis(10),
        at,
        "127.0.0.1",
        "relay.example.net",
        "probe+x@probe.example.net",
        2_000);
  }
}
