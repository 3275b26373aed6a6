/**
 * Real time. The only package that reads a clock; all others are given {@link
 * io.mailprobe.app.time.SystemClock} and {@link io.mailprobe.app.time.SystemScheduler}.
 */
@NullMarked
package io.mailprobe.app.time;

import org.jspecify.annotations.NullMarked;
