package io.mailprobe.app.evidence;

import io.mailprobe.app.blame.Cause;
import io.mailprobe.protocol.reply.EnhancedStatus;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.report.Notice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One delivery report on a probe; {@code replies} are nested, the outermost first. */
record ReportView(
    Instant arrived,
    String action,
    Optional<String> status,
    Optional<String> diagnostic,
    List<String> replies,
    Optional<String> recipient,
    Optional<String> reportingMta,
    Optional<String> remoteMta,
    Optional<String> remoteAddress,
    Optional<Instant> arrivalDate,
    Optional<Instant> lastAttempt,
    Optional<Instant> retryUntil,
    String place,
    String peer,
    Optional<CauseView> cause) {

  static ReportView of(DeliveryReport report, Optional<Cause> cause) {
    Notice notice = report.notice();
    return new ReportView(
        report.arrived(),
        notice.action().label(),
        notice.status().map(EnhancedStatus::toString),
        notice.diagnostic(),
        notice.replies().stream().map(SmtpReply::toString).toList(),
        notice.recipient(),
        notice.reportingMta(),
        notice.remoteMta(),
        notice.remoteAddress(),
        notice.arrivalDate(),
        notice.lastAttempt(),
        notice.retryUntil(),
        report.place().label(),
        report.peer(),
        cause.map(CauseView::of));
  }
}
