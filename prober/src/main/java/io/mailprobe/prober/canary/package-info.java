/**
 * Canaries: sessions that hand nothing over, to each front end of a target in turn. Start at {@link
 * io.mailprobe.prober.canary.Canaries}; {@link io.mailprobe.prober.canary.CanaryView} is what they
 * show.
 */
@NullMarked
package io.mailprobe.prober.canary;

import org.jspecify.annotations.NullMarked;
