package io.mailprobe.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailprobe.prober.Path;
import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.BegunAttempt;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TlsSession;
import io.mailprobe.protocol.session.TranscriptLine;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.receiver.listen.Envelope;
import io.mailprobe.receiver.listen.Mailbox;
import io.mailprobe.receiver.listen.Message;
import io.mailprobe.receiver.verify.Finding.Identified;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Probes as they come: a session of all phases with its transcript, and a relayed message. */
final class SampleProbes {

  private static final String LINE =
      "250-SMTP text of a length that is usual for such lines ".repeat(2);
  private static final byte[] HEAD =
      """
      Received: from relay.example.net (relay.example.net [192.0.2.1])
      \tby mx.example.net with ESMTPS id 0123456789; Sun, 22 Nov 2026 09:57:00 +0000
      """
          .repeat(8)
          .getBytes(US_ASCII);

  private final Route route =
      new Route(
          "outbound",
          "emea",
          "emea-1",
          Path.OUTBOUND,
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofHours(24),
          Duration.ofHours(25),
          100_000,
          "probe@contoso.example",
          new Recipient.TokenAt("probe.example.net"),
          new Delivery(
              new Target.Host("127.0.0.1", 2525),
              TlsMode.NONE,
              new Auth.None(),
              "prober.example.net",
              Deadlines.DEFAULT));

  Route route() {
    return route;
  }

  /** Hears all that a prober tells, and does nothing. */
  ProberEvents nobody() {
    return (ProberEvents)
        Proxy.newProxyInstance(
            ProberEvents.class.getClassLoader(),
            new Class<?>[] {ProberEvents.class},
            (_, _, _) -> "");
  }

  SessionReport report(Instant at) {
    SmtpReply reply = SmtpReply.of(250, List.of("2.0.0 OK <0123456789@example.net> [Hostname=x]"));
    List<PhaseTiming> phases =
        Arrays.stream(Phase.values())
            .map(phase -> new PhaseTiming(phase, Duration.ofMillis(12), Optional.of(reply)))
            .toList();
    List<TranscriptLine> transcript = new ArrayList<>();
    for (int line = 0; line < 24; line++) {
      transcript.add(
          new TranscriptLine(Duration.ofMillis(line), TranscriptLine.Speaker.SERVER, LINE + line));
    }
    return new SessionReport(
        "smtp.example.net:587",
        at,
        Duration.ofMillis(240),
        Outcome.ACCEPTED,
        Phase.END_OF_DATA,
        Optional.of(reply),
        Optional.of(at),
        "taken",
        Optional.of(new FrontEnd("192.0.2.1", 587, Optional.of("fe1.example.net"))),
        Optional.of(new TlsSession("TLSv1.3", "TLS_AES_256_GCM_SHA384", Optional.of(at))),
        phases,
        transcript);
  }

  Message message(Instant at) {
    Envelope envelope =
        new Envelope(
            at,
            at,
            at,
            "192.0.2.1",
            "relay.example.net",
            Optional.of(new Mailbox("probe", "contoso.example")),
            Map.of(),
            List.of(new Envelope.Recipient(new Mailbox("probe+x", "probe.example.net"), Map.of())));
    return new Message(envelope, HEAD, 3_000, 0);
  }

  Identified identified(BegunAttempt attempt) {
    Stamp stamp =
        new Stamp(
            attempt.probe(),
            route.name(),
            route.region(),
            route.prober(),
            attempt.sequence(),
            attempt.scheduled(),
            attempt.firstAttempt(),
            attempt.started(),
            attempt.number());
    return new Identified(
        attempt.probe(), Arrival.Place.STAMP, Optional.of(stamp), "probe+x@probe.example.net");
  }
}
