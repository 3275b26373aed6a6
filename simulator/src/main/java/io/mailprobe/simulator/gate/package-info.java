/**
 * Doors between the network and servers that only their own machine reaches, as the simulator's
 * are. Start with {@link io.mailprobe.simulator.gate.Gate}.
 */
@NullMarked
package io.mailprobe.simulator.gate;

import org.jspecify.annotations.NullMarked;
