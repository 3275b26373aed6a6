package io.mailprobe.simulator.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailprobe.simulator.queue.QueuedMessage;
import io.mailprobe.simulator.queue.QueuedMessage.Client;
import io.mailprobe.simulator.queue.Reporter;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.simulator.topology.Tenant;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes one region's delivery reports. A message without an envelope sender gets none: a report is
 * such a message (RFC 5321 4.5.5).
 */
public final class ReportWriter implements Reporter {

  private final String tenantDomain;
  private final Map<String, NextHop> nextHops = new HashMap<>();

  /**
   * @param tenantDomain in whose name the reports are
   * @param nextHops where the mail for each domain goes
   */
  public ReportWriter(String tenantDomain, Map<String, NextHop> nextHops) {
    this.tenantDomain = tenantDomain;
    nextHops.forEach((domain, hop) -> this.nextHops.put(domain.toLowerCase(Locale.ROOT), hop));
  }

  @Override
  public Optional<QueuedMessage> delayed(
      QueuedMessage message, String lastError, Instant now, Instant retryUntil) {
    if (message.mailFrom().isEmpty()) {
      return Optional.empty();
    }
    ReportText text = new ReportText(message, tenantDomain, Diagnosis.delayed(), hop(message), now);
    String cause = lastError.isEmpty() ? "" : text.inFull(Diagnosis.waiting(lastError));
    return Optional.of(report(message, text.delayed(retryUntil, cause), now));
  }

  @Override
  public Optional<QueuedMessage> failed(
      QueuedMessage message, Failure failure, String lastError, Instant now) {
    if (message.mailFrom().isEmpty()) {
      return Optional.empty();
    }
    // Where there is no next hop nobody can have refused it but Exchange Online itself.
    boolean own = failure == Failure.REFUSED && hop(message).isEmpty();
    Diagnosis diagnosis = Diagnosis.of(own ? Failure.FORBIDDEN : failure, lastError);
    ReportText text = new ReportText(message, tenantDomain, diagnosis, hop(message), now);
    return Optional.of(report(message, text.failed(), now));
  }

  private Optional<NextHop> hop(QueuedMessage message) {
    return Optional.ofNullable(nextHops.get(Tenant.domainOf(message.recipient())));
  }

  /** From inside: no client has handed it in. */
  private QueuedMessage report(QueuedMessage message, String content, Instant now) {
    String server = message.place().mailboxServer();
    UUID id = UUID.nameUUIDFromBytes(content.getBytes(UTF_8));
    return new QueuedMessage(
        id.toString(),
        message.place(),
        new Client(
            "127.0.0.1", server, Optional.empty(), Optional.of(ReportText.sender(tenantDomain))),
        "",
        message.mailFrom(),
        Optional.empty(),
        content,
        now);
  }
}
