/** Tests of {@code io.mailprobe.simulator.sender}. Start at the test named as its front door. */
@NullMarked
package io.mailprobe.simulator.sender;

import org.jspecify.annotations.NullMarked;
