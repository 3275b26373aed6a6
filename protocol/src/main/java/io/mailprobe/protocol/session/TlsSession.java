package io.mailprobe.protocol.session;

import java.time.Instant;
import java.util.Optional;

/**
 * The TLS under a session.
 *
 * @param version such as {@code TLSv1.3}
 * @param cipher the cipher suite
 * @param certificateNotAfter when the server's certificate expires; empty if it showed none
 */
public record TlsSession(String version, String cipher, Optional<Instant> certificateNotAfter) {}
