/**
 * What a probe looks like as a message. Start at {@link io.mailprobe.prober.compose.Composer}; the
 * only place that knows Jakarta Mail.
 */
@NullMarked
package io.mailprobe.prober.compose;

import org.jspecify.annotations.NullMarked;
