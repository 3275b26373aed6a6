/** Tests of {@code io.mailprobe.simulator.queue}. Start at the test named as its front door. */
@NullMarked
package io.mailprobe.simulator.queue;

import org.jspecify.annotations.NullMarked;
