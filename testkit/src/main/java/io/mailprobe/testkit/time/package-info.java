/** Time in the hands of a test. Start at {@link io.mailprobe.testkit.time.ManualTime}. */
@NullMarked
package io.mailprobe.testkit.time;

import org.jspecify.annotations.NullMarked;
