package io.mailprobe.protocol.classify;

import java.util.Locale;

/**
 * Why a reply refused. A closed list: a label of metrics. Each with whom it usually points at, what
 * it means, and what to do; a rule may say better.
 */
public enum Reason {

  // What Exchange Online does to mail when it is short of something.
  /** The server takes no mail now: it is shutting down, being maintained, or overloaded. */
  NOT_ACCEPTING(
      Party.EXCHANGE_ONLINE,
      "the server takes no mail now: it is shutting down, being maintained, or " + "overloaded",
      Advice.WAIT),
  /**
   * The resource forest that holds the mailboxes has as many connections as it allows; many tenants
   * share it.
   */
  FOREST_LIMIT(
      Party.EXCHANGE_ONLINE,
      "the resource forest that holds the mailboxes has as many connections as it "
          + "allows; many tenants share it",
      Advice.WAIT),
  /** The server has as many connections as it allows. */
  CONNECTION_LIMIT(
      Party.EXCHANGE_ONLINE, "the server has as many connections as it allows", Advice.WAIT),
  /** The server is short of memory, disk or threads, and pushes back. */
  INSUFFICIENT_RESOURCES(
      Party.EXCHANGE_ONLINE,
      "the server is short of memory, disk or threads, and pushes back",
      Advice.WAIT),
  /** The server is overloaded, or slows down our address. */
  SERVER_BUSY(
      Party.UNKNOWN,
      "the server is overloaded, or slows down our address",
      "Look whether other regions and forests see it too: then it is an outage. If "
          + "this address alone does, send less from it"),
  /** The front end did not reach the back end that holds the mailbox. */
  PROXY_FAILED(
      Party.EXCHANGE_ONLINE,
      "the front end did not reach the back end that holds the mailbox",
      Advice.WAIT),
  /** The front end could not find out which tenant the mail is for. */
  ATTRIBUTION_FAILED(
      Party.EXCHANGE_ONLINE,
      "the front end could not find out which tenant the mail is for",
      Advice.WAIT),
  /** The sign-in behind the server does not answer; the credentials were not looked at. */
  AUTHENTICATION_UNAVAILABLE(
      Party.EXCHANGE_ONLINE,
      "the sign-in behind the server does not answer; the credentials were not looked" + " at",
      Advice.WAIT),
  /** The filters are overloaded. */
  FILTER_BUSY(Party.EXCHANGE_ONLINE, "the filters are overloaded", Advice.WAIT),
  /** The server found no second server to keep a copy on, as it does when many are overloaded. */
  REPLICATION_FAILED(
      Party.EXCHANGE_ONLINE,
      "the server found no second server to keep a copy on, as it does when many are "
          + "overloaded",
      Advice.WAIT),
  /** The mailbox's database is being moved, or is down. */
  MAILBOX_UNAVAILABLE(
      Party.EXCHANGE_ONLINE, "the mailbox's database is being moved, or is down", Advice.WAIT),
  /** Something went wrong within the server. */
  INTERNAL_ERROR(Party.EXCHANGE_ONLINE, "something went wrong within the server", Advice.WAIT),

  // What we bring upon ourselves by how much, or how many at once, we send.
  /**
   * More messages are being submitted through the mailbox at once than it allows; three is the
   * most.
   */
  CONCURRENCY_LIMIT(
      Party.OWN_RATE,
      "more messages are being submitted through the mailbox at once than it allows; "
          + "three is the most",
      "Let fewer routes and programs use this mailbox at the same time"),
  /** Our address has more connections open than the server allows one address. */
  SOURCE_CONNECTION_LIMIT(
      Party.OWN_RATE,
      "our address has more connections open than the server allows one address",
      "Look what else connects from this address; let fewer routes start together"),
  /** We send more in a while than the server allows. */
  RATE_LIMITED(
      Party.OWN_RATE,
      "we send more in a while than the server allows",
      "Make the route slower, or share the mailbox and the address with fewer senders"),
  /** The recipient's mailbox gets more at once than it takes. */
  RECIPIENT_THROTTLED(
      Party.OWN_RATE,
      "the recipient's mailbox gets more at once than it takes",
      "Make the route slower, or give it a mailbox of its own"),
  /** The mailbox or the tenant has sent as much as it may in a day. */
  SENDING_QUOTA(
      Party.OWN_RATE,
      "the mailbox or the tenant has sent as much as it may in a day",
      "Make the route slower; one probe a minute stays below every limit. Look what "
          + "else sends through the mailbox"),
  /** The mailbox is slowed down after many submissions that were refused for the same cause. */
  ERRORS_THROTTLED(
      Party.OWN_RATE,
      "the mailbox is slowed down after many submissions that were refused for the " + "same cause",
      "Cure what is refused first, then wait an hour"),

  // What is wrong with the credentials, or with what they allow.
  /** The server wants credentials and was given none. */
  NOT_AUTHENTICATED(
      Party.CREDENTIALS,
      "the server wants credentials and was given none",
      "Give the route its auth, or hand its mail in where none is asked for"),
  /** The credentials were refused. */
  AUTHENTICATION_FAILED(
      Party.CREDENTIALS,
      "the credentials were refused",
      "Look at the application's secret and its permission to send for this mailbox "
          + "(SMTP.SendAsApp), or at the password"),
  /** Authenticated submission is switched off for the mailbox or the tenant. */
  SMTP_AUTH_DISABLED(
      Party.CREDENTIALS,
      "authenticated submission is switched off for the mailbox or the tenant",
      "Switch it on for the mailbox: Set-CASMailbox -SmtpClientAuthenticationDisabled" + " $false"),
  /** Passwords are no longer taken. */
  BASIC_AUTH_DISABLED(
      Party.CREDENTIALS,
      "passwords are no longer taken",
      "Use xoauth2 for the route instead of a password"),
  /** The mailbox that signed in may not send as this sender. */
  SEND_AS_DENIED(
      Party.CREDENTIALS,
      "the mailbox that signed in may not send as this sender",
      "Let from be the mailbox itself, or permit it: Add-RecipientPermission "
          + "-AccessRights SendAs"),

  // What is wrong with our configuration, address, mailbox or message.
  /** The server wants encryption. */
  TLS_REQUIRED(Party.US, "the server wants encryption", "Set submit.tls to starttls"),
  /** Our address is slowed down for its reputation. */
  IP_REPUTATION(
      Party.US,
      "our address is slowed down for its reputation",
      "Send from an address with a name in DNS and a clean record; look it up at "
          + "sender.office.com"),
  /** Our address is refused or slowed down. */
  IP_THROTTLED(
      Party.US,
      "our address is refused or slowed down",
      "Send from an address with a name in DNS and a clean record; look it up at "
          + "sender.office.com"),
  /** Our address is on a block list. */
  IP_BANNED(
      Party.US,
      "our address is on a block list",
      "Have it taken off: sender.office.com for Microsoft's own list, else the list "
          + "that the reply names"),
  /**
   * Our address or sender domain does not show who it is: a name for the address, SPF or DKIM is
   * missing.
   */
  SENDER_UNAUTHENTICATED(
      Party.US,
      "our address or sender domain does not show who it is: a name for the address, "
          + "SPF or DKIM is missing",
      "Give the address a name in DNS and the domain SPF or DKIM, or send by IPv4"),
  /** This sender is not taken: blocked, or its domain does not exist. */
  SENDER_REJECTED(
      Party.US,
      "this sender is not taken: blocked, or its domain does not exist",
      "Look at the sender in Microsoft Defender's restricted entities, and at its "
          + "domain in DNS"),
  /** Mail for this domain belongs to another region of Exchange Online. */
  WRONG_REGION(
      Party.US,
      "mail for this domain belongs to another region of Exchange Online",
      "Let the target be mx:DOMAIN, so that its mail server is looked up each time"),
  /** The tenant takes no unauthenticated mail that claims to come from its own domains. */
  DIRECT_SEND_REJECTED(
      Party.US,
      "the tenant takes no unauthenticated mail that claims to come from its own " + "domains",
      "Let from of the inbound route be at a domain that is none of the tenant's"),
  /** The server does not pass mail on for us. */
  RELAY_DENIED(
      Party.US,
      "the server does not pass mail on for us",
      "Look at the connector that is to take it, its certificate and domains, and at "
          + "the target of the route"),
  /** There is no such recipient. */
  RECIPIENT_UNKNOWN(
      Party.US,
      "there is no such recipient",
      "Look at to of the route, and whether the mailbox or rule behind it still " + "exists"),
  /** A mailbox is full. */
  MAILBOX_FULL(
      Party.US,
      "a mailbox is full",
      "Empty it: each probe leaves a copy in Sent Items, so let a retention policy " + "sweep it"),
  /** The tenant's policy does not allow forwarding to the outside. */
  FORWARDING_BLOCKED(
      Party.US,
      "the tenant's policy does not allow forwarding to the outside",
      "Allow it for this one mailbox by an outbound spam policy, or use a mail flow " + "rule"),
  /** The message went round too often. */
  MAIL_LOOP(
      Party.US,
      "the message went round too often",
      "Look at the rule that sends probes on: once only, and never back to where they"
          + " come from"),
  /** Too many recipients at once. */
  TOO_MANY_RECIPIENTS(
      Party.US,
      "too many recipients at once",
      "Mailprobe sends to one; look at what stands between it and the server"),
  /** The message is larger than allowed. */
  MESSAGE_TOO_LARGE(
      Party.US,
      "the message is larger than allowed",
      "A probe has about 2 kB; look at the limit of the mailbox or connector"),
  /** The message was taken for spam or malware. */
  CONTENT_REJECTED(
      Party.US,
      "the message was taken for spam or malware",
      "Exempt the probes from filtering, and sign them with DKIM"),
  /** A policy of the tenant or server forbids it. */
  POLICY_REJECTED(
      Party.US,
      "a policy of the tenant or server forbids it",
      "Look at its mail flow rules, connectors and blocked senders"),
  /** The server did not understand or does not allow the command. */
  PROTOCOL_ERROR(
      Party.US,
      "the server did not understand or does not allow the command",
      "Look at the transcript, and at what stands between Mailprobe and the server"),

  // What a sender says of the next hop: for mail from Exchange Online that is our receiver.
  /** The sender found no address for the next hop. */
  NEXT_HOP_DNS_FAILED(
      Party.RECEIVER,
      "the sender found no address for the next hop",
      "Look at the MX and address records of the receiver's domain, from outside"),
  /** The next hop did not answer the sender. */
  NEXT_HOP_TIMED_OUT(
      Party.RECEIVER,
      "the next hop did not answer the sender",
      "Look whether the receiver can be reached from outside: firewall, address, load"),
  /** Nothing listens where the sender looked for the next hop. */
  NEXT_HOP_REFUSED(
      Party.RECEIVER,
      "nothing listens where the sender looked for the next hop",
      "Look whether the receiver runs, and listens on port 25 to the outside"),
  /**
   * The sender reached the next hop, and the session ended before it began: refused, or no TLS that
   * it accepts.
   */
  SESSION_NOT_ESTABLISHED(
      Party.UNKNOWN,
      "the sender reached the next hop, and the session ended before it began: "
          + "refused, or no TLS that it accepts",
      Advice.NEXT_HOP),
  /** The next hop closed the connection without a reply. */
  NEXT_HOP_CLOSED(
      Party.UNKNOWN, "the next hop closed the connection without a reply", Advice.NEXT_HOP),
  /** The sender does not accept the next hop's certificate or TLS. */
  NEXT_HOP_CERTIFICATE(
      Party.RECEIVER,
      "the sender does not accept the next hop's certificate or TLS",
      "Look at the receiver's certificate: its dates, its names, and that the whole "
          + "chain is sent"),
  /** The next hop does not do what its domain's MTA-STS policy promises. */
  MTA_STS_FAILED(
      Party.RECEIVER,
      "the next hop does not do what its domain's MTA-STS policy promises",
      "Look at the policy of the receiver's domain, its MX records and its " + "certificate"),
  /** The next hop does not do what its domain's TLSA records promise. */
  DANE_FAILED(
      Party.RECEIVER,
      "the next hop does not do what its domain's TLSA records promise",
      "Look at TLSA records and DNSSEC of the receiver's domain, and at its " + "certificate"),

  // What may be anyone's.
  /** The server wants every unknown sender to come back later. */
  GREYLISTED(
      Party.UNKNOWN,
      "the server wants every unknown sender to come back later",
      "Exempt the probes from greylisting; it is its delay that is measured otherwise"),
  /** The server gave up the session: it waited too long, or the connection broke. */
  SESSION_ENDED(
      Party.UNKNOWN,
      "the server gave up the session: it waited too long, or the connection broke",
      "Look at the transcript, at other regions, and at the network between"),
  /** The sender has not been able to hand the message on, and goes on trying. */
  DELAYED(
      Party.UNKNOWN,
      "the sender has not been able to hand the message on, and goes on trying",
      "Look at its last error in the report or in message trace"),
  /** The sender tried until the message expired, and gave up. */
  EXPIRED(
      Party.UNKNOWN,
      "the sender tried until the message expired, and gave up",
      "Look at its last error in the report or in message trace"),
  /** No rule knows it. */
  UNCLASSIFIED(
      Party.UNKNOWN,
      "no rule knows it",
      "If you know what it means, write a rule for it; if Exchange Online says it "
          + "often, please report it");

  private final Party party;
  private final String meaning;
  private final String advice;

  Reason(Party party, String meaning, String advice) {
    this.party = party;
    this.meaning = meaning;
    this.advice = advice;
  }

  /** Whom it usually points at. */
  public Party party() {
    return party;
  }

  /** What it means, as a clause. */
  public String meaning() {
    return meaning;
  }

  /** What to do, as a sentence without its full stop. */
  public String advice() {
    return advice;
  }

  /** The name in metrics, rules and documents, such as {@code forest_limit}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What several reasons advise. */
  private static final class Advice {
    static final String WAIT =
        "Nothing at your end cures it. Compare regions and forests; for a ticket with Microsoft,"
            + " attach the replies with their server names and session ids";
    static final String NEXT_HOP =
        "Look which next hop the reply names: another server of Exchange Online, or your receiver";
  }
}
