package io.mailprobe.app.metrics;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.blame.Cause;
import io.mailprobe.prober.Path;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.prometheus.metrics.core.metrics.Histogram;

/**
 * What every session adds to, whatever its purpose. The first values are always those of the core
 * labels.
 */
final class SessionCounts {

  private final Blame blame;
  private final Tallies sessions;
  private final Tallies failures;
  private final Tallies replies;
  private final Histogram phases;
  private final ReplyLabels replyLabels = new ReplyLabels();

  SessionCounts(Families families, Blame blame) {
    this.blame = blame;
    sessions = families.tallies(Metric.SESSIONS);
    failures = families.tallies(Metric.SESSION_FAILURES);
    replies = families.tallies(Metric.SMTP_REPLIES);
    phases = families.histogram(Metric.PHASE_DURATION, Families.SHORT);
  }

  void expect(String[] core, String purpose) {
    for (Outcome outcome : Outcome.values()) {
      sessions.expect(RouteLabels.join(core, purpose, outcome.label()));
      if (outcome != Outcome.ACCEPTED) {
        for (Party party : Party.values()) {
          failures.expect(RouteLabels.join(core, purpose, outcome.label(), party.label()));
        }
      }
    }
  }

  void ended(String[] core, String purpose, Path path, SessionReport report) {
    String outcome = report.outcome().label();
    sessions.count(RouteLabels.join(core, purpose, outcome));
    blame
        .of(path, report)
        .map(Cause::party)
        .map(party -> RouteLabels.join(core, purpose, outcome, party.label()))
        .ifPresent(failures::count);
    boolean decidingReplyTimed = false;
    for (PhaseTiming timing : report.phases()) {
      String[] labels = RouteLabels.join(core, timing.phase().label());
      phases.labelValues(labels).observe(Families.seconds(timing.duration()));
      timing.reply().ifPresent(reply -> count(core, timing.phase(), reply, report));
      decidingReplyTimed |= timing.reply().equals(report.reply());
    }
    if (!decidingReplyTimed) {
      report.reply().ifPresent(reply -> count(core, report.phase(), reply, report));
    }
  }

  private void count(String[] core, Phase phase, SmtpReply reply, SessionReport report) {
    blame
        .explain(reply, phase)
        .map(found -> found.reason().label())
        .map(reason -> replyLabels.of(core, phase, reply, reason, report.frontEnd()))
        .ifPresent(replies::count);
  }

  /** A reply that another server was given, as a delivery report tells. */
  void reported(String[] core, SmtpReply reply, String reason) {
    replies.count(replyLabels.ofReport(core, reply, reason));
  }
}
