/**
 * The simulator's HTTPS side, on loopback: requests in, answers out, and faults of its own. Start
 * at {@link io.mailprobe.simulator.web.WebServer}; what it serves are {@link
 * io.mailprobe.simulator.web.WebSite}s.
 */
@NullMarked
package io.mailprobe.simulator.web;

import org.jspecify.annotations.NullMarked;
