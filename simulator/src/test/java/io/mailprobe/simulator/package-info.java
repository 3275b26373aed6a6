/**
 * Tests of the simulator as a whole, over real sockets. {@link io.mailprobe.simulator.Bench} sets
 * one up on a manual clock.
 */
@NullMarked
package io.mailprobe.simulator;

import org.jspecify.annotations.NullMarked;
