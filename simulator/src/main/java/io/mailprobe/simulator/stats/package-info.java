/**
 * What the stand-in did, in numbers. {@link io.mailprobe.simulator.stats.RegionStats} is what a
 * reader gets, {@link io.mailprobe.simulator.stats.Tally} what the parts write to.
 */
@NullMarked
package io.mailprobe.simulator.stats;

import org.jspecify.annotations.NullMarked;
