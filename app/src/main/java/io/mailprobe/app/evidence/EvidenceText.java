package io.mailprobe.app.evidence;

import io.mailprobe.app.evidence.ArrivalView.ClockView;
import io.mailprobe.app.evidence.ArrivalView.ExchangeView;
import io.mailprobe.app.evidence.ArrivalView.HopView;
import io.mailprobe.app.evidence.ArrivalView.StageView;
import io.mailprobe.app.evidence.AttemptView.LineView;
import io.mailprobe.app.evidence.AttemptView.PhaseView;
import io.mailprobe.app.evidence.AttemptView.SessionView;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes the evidence of a probe for people, in plain text that a support ticket takes. */
final class EvidenceText {

  private final ProbeEvidence evidence;
  private final Paragraphs text = new Paragraphs();

  EvidenceText(ProbeEvidence evidence) {
    this.evidence = evidence;
  }

  String print() {
    probe(evidence.probe());
    text.title("Timeline (UTC)");
    for (Timeline.Happening each : Timeline.of(evidence)) {
      String offset =
          each.at().map(at -> "+" + Words.between(evidence.probe().scheduled(), at)).orElse("");
      text.line(
          "%-27s %11s  %s"
              .formatted(each.at().map(Object::toString).orElse(""), offset, each.what()));
    }
    evidence.attempts().forEach(this::attempt);
    numbered("Report", evidence.reports(), this::report);
    numbered("Arrival", evidence.arrivals(), this::arrival);
    return text.toString();
  }

  private void probe(ProbeView probe) {
    text.title("Probe " + probe.id());
    text.fact("Route", probe.route() + ", from region " + probe.region());
    text.fact("Verdict", Words.verdict(evidence));
    text.fact("Tick", probe.scheduled().toString());
    text.fact("Attempts", String.valueOf(probe.attempts()));
    text.fact("Accepted", probe.accepted().map(Object::toString).orElse("not accepted"));
    text.fact("Arrived", probe.arrived().map(Object::toString).orElse("not arrived"));
    text.fact(
        "Latency", probe.latencySeconds().map(each -> Words.seconds(each) + " from the tick"));
    text.fact("Tried until", probe.retryUntil().map(until -> until + ", by a delivery report"));
    if (probe.receiverCaused()) {
      text.fact("Our receiver", "was down or put mail off before this was late");
    }
    text.fact("As of", evidence.now() + "; instants by the prober's clock");
  }

  private void attempt(AttemptView attempt) {
    text.title("Attempt " + attempt.number());
    text.fact("Begun", attempt.started().toString());
    if (attempt.session().isEmpty()) {
      text.fact("Ended", "not yet, or cut off when the process ended");
      return;
    }
    SessionView session = attempt.session().get();
    text.fact("Target", session.target());
    text.fact("Server", session.frontEnd().map(Words::server));
    text.fact(
        "TLS",
        session
            .tls()
            .map(
                tls ->
                    tls.version()
                        + " "
                        + tls.cipher()
                        + tls.certificateNotAfter()
                            .map(end -> ", certificate valid until " + end)
                            .orElse("")));
    text.fact("Outcome", Words.ended(session));
    text.fact("Reply", session.reply());
    text.fact("Detail", Optional.of(session.detail()).filter(each -> !each.isEmpty()));
    session.cause().ifPresent(this::cause);
    text.subtitle("Phases");
    for (PhaseView phase : session.phases()) {
      text.line(
          "%-12s %11s  %s"
              .formatted(phase.phase(), Words.seconds(phase.seconds()), phase.reply().orElse("")));
    }
    text.subtitle("Transcript");
    for (LineView line : session.transcript()) {
      String from =
          switch (line.from()) {
            case "client" -> "C:";
            case "server" -> "S:";
            default -> "--";
          };
      text.line("%11s  %s %s".formatted(Words.seconds(line.at()), from, line.text()));
    }
  }

  private void cause(CauseView cause) {
    text.fact("Points at", Words.party(cause.party()));
    text.fact(
        "Because",
        cause.meaning().map(meaning -> cause.reason() + ": " + meaning + Words.rule(cause)));
    text.fact("To do", cause.advice());
    text.fact("It quotes", cause.innerReply());
    text.fact("Next hop", cause.nextHop());
    text.fact(
        "Server says",
        cause
            .server()
            .map(
                server ->
                    server
                        + cause.serverClock().map(clock -> ", its clock " + clock).orElse("")
                        + cause.serverSession().map(id -> ", session " + id).orElse("")));
  }

  private void report(ReportView report) {
    text.fact("Came", report.arrived() + " from " + report.peer());
    text.fact("Action", report.action());
    text.fact("Status", report.status());
    text.fact("Diagnostic", report.diagnostic());
    for (int i = 0; i < report.replies().size(); i++) {
      text.fact(i == 0 ? "Reply" : "It quotes", report.replies().get(i));
    }
    text.fact("Recipient", report.recipient());
    text.fact("Reported by", report.reportingMta());
    text.fact("Next hop", Words.joined(List.of(report.remoteMta(), report.remoteAddress())));
    text.fact("It had it", report.arrivalDate().map(Object::toString));
    text.fact("Last tried", report.lastAttempt().map(Object::toString));
    text.fact("Tried until", report.retryUntil().map(Object::toString));
    text.fact("Known by", report.place());
    report.cause().ifPresent(this::cause);
  }

  private void arrival(ArrivalView arrival) {
    text.fact("Connected", arrival.connected().toString());
    text.fact("Arrived", arrival.arrived().toString());
    text.fact("From", "%s [%s]".formatted(arrival.helo(), arrival.peer()));
    text.fact("Recipient", arrival.recipient());
    text.fact("Size", arrival.size() + " bytes");
    text.fact("Attempt", arrival.attempt().map(Object::toString));
    text.fact("Known by", arrival.place());
    text.fact(
        "Clock",
        arrival
            .clock()
            .map(EvidenceText::clock)
            .orElse("the receiver's is ours, or was not measured"));
    exchange(arrival.exchange());
    text.subtitle("Way, each instant by the clock of its server");
    List<HopView> hops = arrival.hops();
    for (int i = 0; i < hops.size(); i++) {
      HopView hop = hops.get(i);
      String delay = hop.delaySeconds().map(Words::seconds).orElse("-");
      text.line("%-10s %11s  %s".formatted(hop.stage(), delay, Words.hop(hop, hops.size() - i)));
    }
    text.subtitle("Stages");
    for (StageView stage : arrival.stages()) {
      text.line(
          "%-10s %11s%s"
              .formatted(
                  stage.stage(),
                  Words.seconds(stage.seconds()),
                  stage.measured() ? "" : "  no measurement: clocks disagree"));
    }
    text.subtitle("Headers");
    text.block(arrival.headers().orElse("(the receiver keeps them no more)"));
  }

  private static String clock(ClockView clock) {
    return "the receiver's was %s %s ours, known to %s; %s"
        .formatted(
            Words.micros(Math.abs(clock.offsetSeconds())),
            clock.offsetSeconds() < 0 ? "ahead of" : "behind",
            Words.micros(clock.uncertaintySeconds()),
            clock.corrected()
                ? "corrected by that, the receiver told " + clock.arrivedByReceiver()
                : "nothing is corrected");
  }

  private void exchange(ExchangeView exchange) {
    text.fact("Message id", exchange.networkMessageId().map(id -> id + " (network message id)"));
    text.fact("Front end", exchange.frontEnd());
    text.fact(
        "Taken over", exchange.originalArrival().map(at -> at + " by Exchange Online's own stamp"));
    text.fact(
        "Places",
        "front-end region %s, mailbox forest %s, egress region %s"
            .formatted(
                exchange.frontEndRegion(), exchange.mailboxForest(), exchange.egressRegion()));
  }

  private <T> void numbered(String what, List<T> all, Consumer<T> print) {
    for (int i = 0; i < all.size(); i++) {
      text.title(what + " " + (i + 1));
      print.accept(all.get(i));
    }
  }
}
