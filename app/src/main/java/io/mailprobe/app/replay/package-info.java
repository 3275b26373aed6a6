/**
 * A day of a scenario, replayed on a clock that is moved by hand. {@link
 * io.mailprobe.app.replay.VirtualServers} joins the prober's sessions to the stand-in in memory.
 */
@NullMarked
package io.mailprobe.app.replay;

import org.jspecify.annotations.NullMarked;
