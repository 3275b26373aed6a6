/**
 * What a simulated day is made of, before anybody plays it. {@link
 * io.mailprobe.simulator.scenario.Scenario} is one: regions, how they are probed, what goes wrong
 * in its phases, and what the vendor told of it.
 */
@NullMarked
package io.mailprobe.simulator.scenario;

import org.jspecify.annotations.NullMarked;
