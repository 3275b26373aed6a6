package io.mailprobe.app.scene;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TlsSession;
import io.mailprobe.protocol.session.TranscriptLine;
import io.mailprobe.protocol.session.TranscriptLine.Speaker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Session reports such as front ends of Exchange Online cause. */
public final class Sessions {

  /** What was said on 2 June 2026. */
  public static final String FOREST_LIMIT =
      "4.3.2 The maximum number of concurrent connections per resource forest has exceeded a limit,"
          + " closing transmission channel. BL02EPF00046C14.namprd07.prod.outlook.com PRX8"
          + " [BL02EPF00046C14.namprd07.prod.outlook.com 2026-06-02T13:03:00.000Z"
          + " 08DCE853B9232A86]";

  private static final FrontEnd SERVER =
      new FrontEnd("127.0.1.11", 587, Optional.of("BL02EPF00046C14.namprd07.prod.outlook.com"));

  private Sessions() {}

  /** A session in which all went well. */
  public static SessionReport accepted(Instant at) {
    SmtpReply done =
        SmtpReply.of(
            250,
            List.of(
                "2.0.0 OK <1@probe.example> [Hostname=BL02EPF00046C14.namprd07.prod.outlook.com]"));
    return new SessionReport(
        "smtp.office365.com:587",
        at,
        Duration.ofMillis(412),
        Outcome.ACCEPTED,
        Phase.END_OF_DATA,
        Optional.of(done),
        Optional.of(at.plusMillis(398)),
        "accepted",
        Optional.of(SERVER),
        Optional.of(
            new TlsSession(
                "TLSv1.3",
                "TLS_AES_256_GCM_SHA384",
                Optional.of(Instant.parse("2026-12-31T00:00:00Z")))),
        List.of(
            timing(Phase.CONNECT, 21),
            timing(Phase.BANNER, 48, 220, "BL02EPF00046C14.outlook.office365.com ready"),
            timing(Phase.EHLO, 22, 250, "CHUNKING"),
            timing(Phase.STARTTLS, 61, 220, "2.0.0 SMTP server ready"),
            timing(Phase.TLS_EHLO, 22, 250, "CHUNKING"),
            timing(Phase.AUTH, 84, 235, "2.7.0 Authentication successful"),
            timing(Phase.MAIL, 24, 250, "2.1.0 Sender OK"),
            timing(Phase.RCPT, 30, 250, "2.1.5 Recipient OK"),
            timing(Phase.DATA, 22, 354, "Start mail input"),
            new PhaseTiming(Phase.END_OF_DATA, Duration.ofMillis(64), Optional.of(done)),
            timing(Phase.QUIT, 14, 221, "2.0.0 Service closing transmission channel")),
        List.of(
            line(0, Speaker.NOTE, "connecting to 127.0.1.11:587"),
            line(21, Speaker.NOTE, "connected"),
            line(69, Speaker.SERVER, "220 BL02EPF00046C14.outlook.office365.com ready"),
            line(69, Speaker.CLIENT, "EHLO probe.example.net"),
            line(91, Speaker.SERVER, "250 CHUNKING"),
            line(91, Speaker.CLIENT, "STARTTLS"),
            line(152, Speaker.NOTE, "TLSv1.3 TLS_AES_256_GCM_SHA384"),
            line(174, Speaker.CLIENT, "AUTH XOAUTH2 ***"),
            line(258, Speaker.SERVER, "235 2.7.0 Authentication successful"),
            line(398, Speaker.SERVER, done.toString())));
  }

  /** A session that a server refused in a phase with this reply. */
  public static SessionReport refused(Instant at, Phase phase, int code, String text) {
    return refused(at, phase, code, text, SERVER);
  }

  /** The same by a server of that name. */
  public static SessionReport refusedBy(
      Instant at, Phase phase, int code, String text, String server) {
    return refused(at, phase, code, text, SERVER.named(server));
  }

  private static SessionReport refused(
      Instant at, Phase phase, int code, String text, FrontEnd server) {
    SmtpReply reply = SmtpReply.of(code, List.of(text));
    return new SessionReport(
        "smtp.office365.com:587",
        at,
        Duration.ofMillis(68),
        Outcome.ofRefusal(phase, reply),
        phase,
        Optional.of(reply),
        Optional.empty(),
        "refused at " + phase.label(),
        Optional.of(server),
        Optional.empty(),
        List.of(
            timing(Phase.CONNECT, 21),
            new PhaseTiming(phase, Duration.ofMillis(47), Optional.of(reply))),
        List.of(
            line(0, Speaker.NOTE, "connecting to 127.0.1.11:587"),
            line(21, Speaker.NOTE, "connected"),
            line(68, Speaker.SERVER, reply.toString())));
  }

  /** A session that ended in a phase without a reply. */
  public static SessionReport failed(Instant at, Phase phase, Outcome outcome) {
    return failed(at, phase, outcome, false);
  }

  /** The same for a reason that showed to be at our own end. */
  public static SessionReport ownFault(Instant at, Phase phase, Outcome outcome) {
    return failed(at, phase, outcome, true);
  }

  private static SessionReport failed(Instant at, Phase phase, Outcome outcome, boolean ownFault) {
    return new SessionReport(
        "smtp.office365.com:587",
        at,
        Duration.ofMillis(33),
        outcome,
        phase,
        Optional.empty(),
        Optional.empty(),
        "the peer closed the connection without a word",
        ownFault,
        outcome == Outcome.CONNECT_FAILED ? Optional.empty() : Optional.of(SERVER),
        Optional.empty(),
        List.of(timing(Phase.CONNECT, 21)),
        List.of(line(33, Speaker.NOTE, "closed by the peer")));
  }

  private static PhaseTiming timing(Phase phase, long millis) {
    return new PhaseTiming(phase, Duration.ofMillis(millis), Optional.empty());
  }

  private static PhaseTiming timing(Phase phase, long millis, int code, String text) {
    return new PhaseTiming(
        phase, Duration.ofMillis(millis), Optional.of(SmtpReply.of(code, List.of(text))));
  }

  private static TranscriptLine line(long millis, Speaker from, String text) {
    return new TranscriptLine(Duration.ofMillis(millis), from, text);
  }
}
