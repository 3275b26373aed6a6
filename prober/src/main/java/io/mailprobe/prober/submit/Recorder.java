package io.mailprobe.prober.submit;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TlsSession;
import io.mailprobe.protocol.time.Clock;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Notes what happens in one session and makes its report. On the session's event loop only. */
final class Recorder {

  private static final Pattern FIRST_WORD_IS_HOST =
      Pattern.compile("((?:[A-Za-z0-9_-]+\\.)+[A-Za-z][A-Za-z0-9-]+)(?:\\s.*)?");

  private final Order order;
  private final Clock clock;
  private final long start;
  private final Instant started;
  private final Transcript transcript;
  private final List<PhaseTiming> phases = new ArrayList<>();
  private @Nullable Phase phase;
  private long phaseStart;
  private Optional<SmtpReply> phaseReply = Optional.empty();
  private Optional<FrontEnd> frontEnd = Optional.empty();
  private Optional<TlsSession> tls = Optional.empty();
  private Optional<Instant> replyRead = Optional.empty();
  private Optional<Instant> accepted = Optional.empty();

  Recorder(Order order, Clock clock) {
    this.order = order;
    this.clock = clock;
    start = clock.nanos();
    started = clock.micros();
    transcript = new Transcript(clock, start, order.listener());
  }

  Transcript transcript() {
    return transcript;
  }

  /** Now, by the monotonic clock. */
  long now() {
    return clock.nanos();
  }

  /** A phase begins now. */
  void begin(Phase next) {
    begin(next, now());
  }

  /** A phase began at this monotonic reading. */
  void begin(Phase next, long nanos) {
    phase = next;
    phaseReply = Optional.empty();
    phaseStart = nanos;
  }

  /** The phase, if one is going on, ended at this monotonic reading. */
  void leave(long nanos) {
    if (phase != null) {
      phases.add(new PhaseTiming(phase, Duration.ofNanos(nanos - phaseStart), phaseReply));
      phase = null;
    }
  }

  /** A connection came about, to an address that the name servers gave for this name. */
  void connected(InetSocketAddress peer, String name) {
    FrontEnd server =
        new FrontEnd(NetUtil.toAddressString(peer.getAddress()), peer.getPort(), Optional.empty());
    frontEnd = Optional.of(server);
    transcript.note(name.equals(server.address()) ? "connected" : "connected to " + name);
  }

  void secured(TlsSession session) {
    tls = Optional.of(session);
    transcript.note(session.version() + " " + session.cipher());
  }

  /** What became of our own certificate, where we have one to show. */
  void showed(Optional<X509Certificate> own) {
    transcript.note(
        own.map(each -> "we showed our certificate, " + each.getSubjectX500Principal())
            .orElse("the server asked for no certificate of ours"));
  }

  /** A whole reply was read at this instant; returns it as it may be kept. */
  SmtpReply reply(SmtpReply raw, Instant read) {
    SmtpReply reply = transcript.redacted(raw);
    replyRead = Optional.of(read.truncatedTo(ChronoUnit.MICROS));
    if (phase == Phase.BANNER) {
      name(nameInBanner(reply));
    }
    name(FrontEnd.nameInTrailer(reply.lines().getLast()));
    phaseReply = Optional.of(reply);
    transcript.reply(reply);
    return reply;
  }

  /** The session is decided, by the reply just read if it is decided by a reply. */
  void decide(Ending decision) {
    accepted = decision.outcome() == Outcome.ACCEPTED ? replyRead : Optional.empty();
  }

  /** What came of it all. */
  SessionReport report(Ending decision) {
    return new SessionReport(
        order.delivery().target().toString(),
        started,
        Duration.ofNanos(clock.nanos() - start),
        decision.outcome(),
        decision.phase(),
        decision.reply(),
        accepted,
        transcript.redacted(decision.detail()),
        decision.ownFault(),
        frontEnd,
        tls,
        phases,
        transcript.lines());
  }

  private void name(Optional<String> name) {
    if (name.isPresent()) {
      frontEnd = frontEnd.map(server -> server.named(name.get()));
    }
  }

  private static Optional<String> nameInBanner(SmtpReply banner) {
    Matcher host = FIRST_WORD_IS_HOST.matcher(banner.lines().getFirst());
    return host.matches() ? Optional.of(host.group(1)) : Optional.empty();
  }
}
