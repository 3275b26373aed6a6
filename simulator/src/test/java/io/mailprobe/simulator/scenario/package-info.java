/** Tests of {@code io.mailprobe.simulator.scenario}. Start at the test named as its front door. */
@NullMarked
package io.mailprobe.simulator.scenario;

import org.jspecify.annotations.NullMarked;
