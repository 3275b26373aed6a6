/**
 * What the stand-in Exchange Online is made of: regions, their front ends, names and tenants, as
 * plain values. Start at {@link io.mailprobe.simulator.topology.Region}.
 */
@NullMarked
package io.mailprobe.simulator.topology;

import org.jspecify.annotations.NullMarked;
