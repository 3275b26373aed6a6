/**
 * A scenario replayed on a clock that is moved by hand: a day in seconds, the same each time. Start
 * at {@link io.mailprobe.app.replay.Replay}; what it runs is in {@code VirtualWorld}.
 */
@NullMarked
package io.mailprobe.app.replay;

import org.jspecify.annotations.NullMarked;
