package io.mailprobe.simulator.policy;

import java.util.Locale;

/** What an administrator may have got wrong, and what a client sees of it. */
public enum TenantSetting {
  /** {@code Set-TransportConfig -SmtpClientAuthenticationDisabled $true}. */
  SMTP_AUTH("SMTP AUTH is disabled in the whole tenant: 535 5.7.139 at AUTH"),
  /** {@code Set-CASMailbox -SmtpClientAuthenticationDisabled $true}. */
  MAILBOX_SMTP_AUTH("SMTP AUTH is disabled for each mailbox: 535 5.7.139 at AUTH"),
  /** Passwords are no longer taken, as for every tenant some day. */
  BASIC_AUTH("basic authentication is disabled: 535 5.7.139 at AUTH"),
  /** Neither RBAC for Applications nor mailbox permission for the application. */
  MAILBOX_PERMISSION("the application may use no mailbox: 535 5.7.3 at AUTH"),
  /** {@code Add-RecipientPermission} was forgotten or taken back. */
  SEND_AS("a mailbox may send as itself alone: 550 5.7.60 at MAIL, or after DATA"),
  /** The mailbox has not been emptied of what was sent. */
  MAILBOX_QUOTA("the mailbox is full: 554 5.2.2 after DATA"),
  /** The application was removed, or never made in this tenant. */
  APPLICATION("there is no such application: AADSTS700016"),
  /** The application was switched off. */
  APPLICATION_ENABLED("the application is disabled: AADSTS7000112"),
  /** The secret's time is up. */
  CLIENT_SECRET("the client secret has expired: AADSTS7000222"),
  /** The certificate was never uploaded. */
  CLIENT_CERTIFICATE("the certificate is not that of the application: AADSTS700027"),
  /** The federated credential was never made. */
  FEDERATED_CREDENTIAL("no federated credential fits the token presented: AADSTS700213"),
  /** A policy keeps the application out. */
  CONDITIONAL_ACCESS("conditional access blocks the application: AADSTS53003"),
  /** Nobody has licensed or allowed Exchange Online in this tenant. */
  EXCHANGE_RESOURCE("Exchange Online is not known in the tenant: AADSTS500011"),
  /** {@code Set-OrganizationConfig -RejectDirectSend $true}. */
  DIRECT_SEND("direct send is rejected: 550 5.7.68 at RCPT for the tenant's own sender domains"),
  /** The inbound connector is off, or for another certificate. */
  CONNECTOR("no connector is for the certificate shown: 550 5.7.64 at RCPT for the outside"),
  /** The mailbox or address that loops was removed. */
  LOOP_RECIPIENT("the loop's address is unknown: 550 5.4.1 at RCPT"),
  /** The mail flow rule is off, so that what comes stays. */
  LOOP_RULE("mail for the loop's address is kept: it never comes back"),
  /** The outbound spam policy's AutoForwardingMode is Off, or Automatic. */
  AUTO_FORWARD("mail that a mailbox forwards to the outside is returned: 5.7.520 in a report"),
  /** A connector demands TLS of whoever sends. */
  CLEAR_TEXT("mail in clear text is refused: 451 5.7.3 at MAIL"),
  /** STARTTLS does not get through: a middle box strips it. */
  STARTTLS("STARTTLS is not offered"),
  /** No admin consent for ServiceHealth.Read.All. */
  SERVICE_HEALTH_PERMISSION("service health may not be read: HTTP 403 from Graph");

  private final String whenBroken;

  TenantSetting(String whenBroken) {
    this.whenBroken = whenBroken;
  }

  /** What holds, and what a client sees, once it is broken. */
  public String whenBroken() {
    return whenBroken;
  }

  /** How it is written, such as {@code smtp-auth}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
