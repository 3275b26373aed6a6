/**
 * The injected pair through which all code reads time and waits: {@link
 * io.mailprobe.protocol.time.Clock} and {@link io.mailprobe.protocol.time.Scheduler}. Interfaces
 * only; the real ones are in the app, the manual ones in the testkit.
 */
@NullMarked
package io.mailprobe.protocol.time;

import org.jspecify.annotations.NullMarked;
