/**
 * Restraint: what a mailbox may be asked for, so that a prober never causes the delays that it
 * measures. Start at {@link io.mailprobe.prober.restraint.Restraint}.
 */
@NullMarked
package io.mailprobe.prober.restraint;

import org.jspecify.annotations.NullMarked;
