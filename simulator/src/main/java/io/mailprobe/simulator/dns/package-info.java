/**
 * A small name server, so that {@code mx:} targets work without the internet. Start at {@link
 * io.mailprobe.simulator.dns.DnsServer}; what it answers is a {@link
 * io.mailprobe.simulator.dns.Zone}.
 */
@NullMarked
package io.mailprobe.simulator.dns;

import org.jspecify.annotations.NullMarked;
