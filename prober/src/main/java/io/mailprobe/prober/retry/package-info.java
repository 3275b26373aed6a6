/**
 * What becomes of a probe after an attempt: pure decisions. Start at {@link
 * io.mailprobe.prober.retry.RetryPolicy}.
 */
@NullMarked
package io.mailprobe.prober.retry;

import org.jspecify.annotations.NullMarked;
