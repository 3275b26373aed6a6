package io.mailprobe.app.doctor;

import io.mailprobe.app.config.Credentials;
import io.mailprobe.prober.Recipient;
import io.mailprobe.protocol.classify.Classification;
import io.mailprobe.protocol.classify.Reason;
import java.util.List;

/**
 * What to do about a reply that refuses: for what docs/set-up.md sets up, the line that does it.
 */
final class TenantRemedies {

  private TenantRemedies() {}

  /** Steps for a refusal of a route's session or message. */
  static List<String> of(Classification found, Way way) {
    String mailbox = way.configured().submit().credentials().throughMailbox().orElse("MAILBOX");
    String from = way.route().from();
    String recipient =
        switch (way.route().to()) {
          case Recipient.Fixed(String address) -> address;
          case Recipient.TokenAt(String domain) -> domain;
        };
    String said = found.reply().outer().text();
    return switch (found.reason()) {
      case SMTP_AUTH_DISABLED -> smtpAuth(said, mailbox);
      case AUTHENTICATION_FAILED -> permission(way, mailbox);
      case BASIC_AUTH_DISABLED ->
          List.of(
              "use %s instead of password: docs/set-up.md, step 1"
                  .formatted(way.key("submit.auth.xoauth2")));
      case NOT_AUTHENTICATED -> List.of("set " + way.key("submit.auth"));
      case SEND_AS_DENIED ->
          List.of(
              "let %s be %s".formatted(way.key("from"), mailbox),
              "or: Add-RecipientPermission -Identity %s -Trustee $principal.Id -AccessRights SendAs"
                  .formatted(from));
      case DIRECT_SEND_REJECTED ->
          List.of(
              "let %s be an address of a domain that is none of the tenant's, such as bounces@PROBE-DOMAIN"
                  .formatted(way.key("from")),
              "or, if mail of your own domain must come in this way: a connector for this host's"
                  + " address (New-InboundConnector), or Set-OrganizationConfig -RejectDirectSend $false");
      case RELAY_DENIED ->
          List.of(
              "Get-InboundConnector: one of type OnPremises must name this host's address, or the"
                  + " name in its client certificate, and %s must be of an accepted domain"
                      .formatted(way.key("from")));
      case RECIPIENT_UNKNOWN ->
          List.of(
              "Get-Recipient -Identity %s; where there is none: New-Mailbox -Shared -Name 'Mailprobe loop' -PrimarySmtpAddress %s"
                  .formatted(recipient, recipient),
              "or mend " + way.key("to"));
      case TLS_REQUIRED -> List.of("set %s to starttls".formatted(way.key("submit.tls")));
      case FORWARDING_BLOCKED ->
          List.of(
              "let a mail flow rule send it on instead of the mailbox: New-TransportRule -Name 'Mailprobe loop' -SentTo %s -HeaderMatchesMessageHeader X-Mailprobe -HeaderMatchesPatterns '.' -RedirectMessageTo ADDRESS-OF-THE-RECEIVER"
                  .formatted(recipient),
              "or allow it for this mailbox alone: New-HostedOutboundSpamFilterPolicy -Name Mailprobe -AutoForwardingMode On, and a rule for it (New-HostedOutboundSpamFilterRule -From %s)"
                  .formatted(recipient));
      case MAILBOX_FULL ->
          List.of(
              "empty Sent Items of %s".formatted(mailbox),
              "and keep it so: New-RetentionPolicyTag, New-RetentionPolicy and Set-Mailbox -Identity %s -RetentionPolicy Mailprobe, as in docs/set-up.md"
                  .formatted(mailbox));
      case SENDER_UNAUTHENTICATED ->
          List.of(
              "give this host's address a PTR record, and the domain of %s SPF"
                  .formatted(way.key("from")));
      default -> List.of(found.advice());
    };
  }

  private static List<String> smtpAuth(String said, String mailbox) {
    String ofMailbox =
        "Set-CASMailbox -Identity %s -SmtpClientAuthenticationDisabled $false".formatted(mailbox);
    if (said.contains("security defaults")) {
      return List.of("security defaults forbid passwords: use xoauth2", ofMailbox);
    }
    return said.contains("for the Tenant")
        ? List.of(
            ofMailbox + " (a mailbox's own setting comes before the tenant's)",
            "or for all mailboxes: Set-TransportConfig -SmtpClientAuthenticationDisabled $false")
        : List.of(ofMailbox);
  }

  private static List<String> permission(Way way, String mailbox) {
    return way.configured().submit().credentials() instanceof Credentials.Password
        ? List.of("mend %s".formatted(way.key("submit.auth.password")))
        : List.of(
            "Test-ServicePrincipalAuthorization -Identity $principal.Id -Resource %s must show Application SMTP.SendAsApp as in scope"
                .formatted(mailbox),
            "New-ManagementRoleAssignment -Name 'Mailprobe submits' -App $principal.Id -Role 'Application SMTP.SendAsApp' -CustomResourceScope 'Mailprobe mailbox' (it takes effect within two hours)",
            "and look whether %s is that mailbox"
                .formatted(way.key("submit.auth.xoauth2.mailbox")));
  }

  /** Whether a refusal is of the set-up, and will not go by itself. */
  static boolean isOfSetUp(Reason reason) {
    return switch (reason.party()) {
      case CREDENTIALS, US, OWN_RATE -> true;
      case EXCHANGE_ONLINE, RECEIVER, UNKNOWN -> false;
    };
  }
}
