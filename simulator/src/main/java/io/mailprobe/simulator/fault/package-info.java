/**
 * What goes wrong, where, how often and when. {@link io.mailprobe.simulator.fault.Fault} is the
 * family; {@link io.mailprobe.simulator.fault.FaultBoard} knows which are on and decides whom they
 * strike.
 */
@NullMarked
package io.mailprobe.simulator.fault;

import org.jspecify.annotations.NullMarked;
