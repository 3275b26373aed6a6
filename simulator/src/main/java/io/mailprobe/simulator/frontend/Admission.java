package io.mailprobe.simulator.frontend;

import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.topology.Connector;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Tenant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may send what to whom, in the order in which a session comes to it. Each answer is a refusal,
 * to which the trailer is added, or empty.
 */
final class Admission {

  private static final String NOT_AS_THIS_SENDER =
      "550 5.7.60 SMTP; Client does not have permissions to send as this sender";

  /** The value of the first From field, which may be folded. */
  private static final Pattern FROM =
      Pattern.compile(
          "^From:(.*(?:\\r\\n[ \\t].*)*)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private final Customer customer;

  Admission(Customer customer) {
    this.customer = customer;
  }

  /** What is held against a mailbox whose credentials are good. */
  Optional<String> signIn() {
    for (TenantSetting setting :
        List.of(TenantSetting.SMTP_AUTH, TenantSetting.MAILBOX_SMTP_AUTH)) {
      if (broken(setting)) {
        String where = setting == TenantSetting.SMTP_AUTH ? "Tenant" : "Mailbox";
        return Optional.of(
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the "
                + where
                + ". Visit https://aka.ms/smtp_auth_disabled for more information.");
      }
    }
    return Optional.empty();
  }

  /** What is held against an envelope's sender. */
  Optional<String> sender(String address, Visitor visitor) {
    if (visitor.mailbox().isPresent()) {
      return maySendAs(visitor.mailbox().get(), address)
          ? Optional.empty()
          : Optional.of(NOT_AS_THIS_SENDER);
    }
    if (visitor.channel() == Visitor.Channel.CLEAR && broken(TenantSetting.CLEAR_TEXT)) {
      return Optional.of("451 5.7.3 STARTTLS is required to send mail");
    }
    return visitor.submits() && customer.tenant().owns(address)
        ? Optional.of("530 5.7.57 Client not authenticated to send mail.")
        : Optional.empty();
  }

  /** What is held against a recipient. */
  Optional<String> recipient(String address, String sender, Visitor visitor) {
    Tenant tenant = customer.tenant();
    Optional<Connector> connector =
        visitor.connector().filter(_ -> !broken(TenantSetting.CONNECTOR));
    if (!tenant.owns(address)) {
      return visitor.mailbox().isPresent() ? submittedTo(visitor) : relayed(sender, connector);
    }
    if (visitor.mailbox().isEmpty()
        && connector.isEmpty()
        && tenant.owns(sender)
        && broken(TenantSetting.DIRECT_SEND)) {
      return Optional.of(
          "550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from"
              + " unauthorized sources");
    }
    boolean removed = tenant.sendsOn(address) && broken(TenantSetting.LOOP_RECIPIENT);
    return tenant.knows(address) && !removed
        ? Optional.empty()
        : Optional.of("550 5.4.1 Recipient address rejected: Access denied.");
  }

  private static Optional<String> submittedTo(Visitor visitor) {
    return visitor.channel() == Visitor.Channel.HIGH_VOLUME
        ? Optional.of("550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain")
        : Optional.empty();
  }

  /** Since November 2023 the certificate's domain or the sender's has to be the tenant's, too. */
  private Optional<String> relayed(String sender, Optional<Connector> connector) {
    if (connector.isEmpty()) {
      return Optional.of("550 5.7.64 TenantAttribution; Relay Access Denied");
    }
    Tenant tenant = customer.tenant();
    return tenant.owns(sender) || tenant.covers(connector.get().domain())
        ? Optional.empty()
        : Optional.of(
            "550 5.7.750 Service unavailable. Client blocked from sending from unregistered"
                + " domains.");
  }

  /** What is held against a message that a mailbox submits; takes it out of the mailbox's day. */
  Optional<String> submitted(Mailbox mailbox, List<String> recipients, String content) {
    Optional<String> from = from(content);
    if (from.isPresent() && !maySendAs(mailbox, from.get())) {
      return Optional.of(NOT_AS_THIS_SENDER);
    }
    if (broken(TenantSetting.MAILBOX_QUOTA)) {
      return Optional.of(
          "554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException;"
              + " Failed to process message due to a permanent exception");
    }
    int external = (int) recipients.stream().filter(each -> !customer.tenant().owns(each)).count();
    return customer.allowance().take(mailbox.address(), recipients.size(), external)
        ? Optional.empty()
        : Optional.of(
            "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException;"
                + " Failed to process message due to a permanent exception");
  }

  private boolean maySendAs(Mailbox mailbox, String address) {
    String lowered = address.toLowerCase(Locale.ROOT);
    return mailbox.address().equals(lowered)
        || (mailbox.sendAs().contains(lowered) && !broken(TenantSetting.SEND_AS));
  }

  private static Optional<String> from(String content) {
    int end = content.indexOf("\r\n\r\n");
    Matcher field = FROM.matcher(end < 0 ? content : content.substring(0, end));
    if (!field.find()) {
      return Optional.empty();
    }
    String value = field.group(1);
    int open = value.lastIndexOf('<');
    int close = value.indexOf('>', open + 1);
    return Optional.of((open < 0 || close < 0 ? value : value.substring(open + 1, close)).strip());
  }

  private boolean broken(TenantSetting setting) {
    return customer.settings().isBroken(setting);
  }
}
