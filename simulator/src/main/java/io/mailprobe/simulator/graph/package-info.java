/**
 * A stand-in Microsoft Graph, as far as it tells of service health. Start at {@link
 * io.mailprobe.simulator.graph.ServiceHealth}; an {@link io.mailprobe.simulator.graph.Incident} is
 * what it tells, and when.
 */
@NullMarked
package io.mailprobe.simulator.graph;

import org.jspecify.annotations.NullMarked;
