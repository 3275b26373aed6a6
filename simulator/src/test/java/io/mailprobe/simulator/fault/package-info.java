/** Tests of {@code io.mailprobe.simulator.fault}. Start at the test named as its front door. */
@NullMarked
package io.mailprobe.simulator.fault;

import org.jspecify.annotations.NullMarked;
