package io.mailprobe.app.token;

import java.util.Locale;

/** Why there was no token: a closed list, for metrics and for what to do. */
public enum TokenFault {
  /** The sign-in service has no address, takes no connection, or shows a wrong certificate. */
  UNREACHABLE("look at DNS, proxy and firewall between here and the sign-in service"),
  /** It did not answer in time. */
  TIMED_OUT("the sign-in service is slow or stuck; look at its status page if it lasts"),
  /** It answered with a 5xx, or that it cannot just now. */
  UNAVAILABLE("the sign-in service is in trouble; look at its status page if it lasts"),
  /** It wants to be asked less often. */
  THROTTLED("something asks for this application's tokens too often; look for other users of it"),
  /** What it answered is no answer. */
  BAD_ANSWER("look for a proxy or portal in between that answers in its place"),
  /** The secret is wrong or has expired. */
  SECRET("make a new client secret, and use its value, not its id"),
  /** The certificate or its signature is not accepted. */
  CERTIFICATE("upload the certificate to the application, or use the one that is there"),
  /** The token of the workload identity is not accepted. */
  FEDERATION("compare issuer, subject and audience of the federated credential with the token's"),
  /** What we signed is not valid yet, or no more. */
  CLOCK("set this machine's clock"),
  /** The application is not there, or disabled. */
  APPLICATION("look at client and tenant, and whether the application is enabled there"),
  /** The tenant is not there. */
  TENANT("look at tenant, and at cloud"),
  /** The resource is not known, or not consented to. */
  PERMISSION("look at scope and cloud, and whether an administrator has consented"),
  /** A policy keeps the application out. */
  POLICY("let the conditional access policy for workload identities admit the application"),
  /** The machine has no such identity. */
  IDENTITY("assign the managed identity to this machine"),
  /** A file of ours cannot be read or does not fit. */
  FILES("mend the file that the message names"),
  /** It refused for a reason that is not in this list. */
  REFUSED("look the AADSTS number up in Microsoft's documentation"),
  /** A fault of the program. */
  PROGRAM("report it");

  private final String advice;

  TokenFault(String advice) {
    this.advice = advice;
  }

  /** What to do about it. */
  String advice() {
    return advice;
  }

  /** The name in metrics, such as {@code timed_out}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
