package io.mailprobe.prober.submit;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;

/**
 * What all sessions of a running engine share.
 *
 * @param clock times them
 * @param scheduler keeps their deadlines
 * @param addresses finds their targets
 * @param tls secures their connections
 */
record EngineParts(Clock clock, Scheduler scheduler, Addresses addresses, TlsClients tls) {}
