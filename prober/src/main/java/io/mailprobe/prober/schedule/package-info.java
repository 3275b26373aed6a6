/**
 * When probes are due: an open loop at a fixed rate. Start at {@link
 * io.mailprobe.prober.schedule.Schedule}.
 */
@NullMarked
package io.mailprobe.prober.schedule;

import org.jspecify.annotations.NullMarked;
