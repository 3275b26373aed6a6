package io.mailprobe.protocol.session;

import java.util.Locale;

/** The steps of an SMTP session, in their order. Every one is timed. */
public enum Phase {
  /** Waiting for an access token, where one is needed; there is no connection yet. */
  TOKEN,
  /** Name look-up and the TCP handshake; with implicit TLS also the TLS handshake. */
  CONNECT,
  /** Waiting for the server's greeting. */
  BANNER,
  /** The first EHLO. */
  EHLO,
  /** STARTTLS and the TLS handshake (RFC 3207). */
  STARTTLS,
  /** The EHLO under TLS. */
  TLS_EHLO,
  /** AUTH (RFC 4954), all its exchanges. */
  AUTH,
  /** MAIL FROM. */
  MAIL,
  /** RCPT TO. */
  RCPT,
  /** DATA, up to its 354. */
  DATA,
  /** The message and its final dot, up to the reply that takes responsibility. */
  END_OF_DATA,
  /** QUIT; what happens here no longer changes the outcome. */
  QUIT;

  /** The name in metrics, configuration and documents, such as {@code end_of_data}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
