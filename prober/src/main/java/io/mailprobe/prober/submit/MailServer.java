package io.mailprobe.prober.submit;

/**
 * A mail server of a domain, as its MX record tells.
 *
 * @param preference lower is better
 * @param name its host name; empty in a null MX (RFC 7505)
 */
public record MailServer(int preference, String name) {}
