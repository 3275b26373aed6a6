package io.mailprobe.prober.submit;

/** Whether and how a session is encrypted. */
public enum TlsMode {
  /** Clear text, even where STARTTLS is offered. */
  NONE,
  /**
   * STARTTLS where it is offered, whatever the certificate, as mail servers do among themselves
   * (RFC 7435); clear text otherwise.
   */
  OPPORTUNISTIC,
  /** STARTTLS, with a certificate that is the server's; else no message. */
  STARTTLS,
  /** TLS from the first byte (RFC 8314), with a certificate that is the server's. */
  IMPLICIT
}
