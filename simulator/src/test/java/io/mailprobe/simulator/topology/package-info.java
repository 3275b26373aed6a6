/** Tests of {@code io.mailprobe.simulator.topology}. Start at the test named as its front door. */
@NullMarked
package io.mailprobe.simulator.topology;

import org.jspecify.annotations.NullMarked;
