/**
 * Real ledgers on manual time, played by hand: what a process shows is tested on what it would
 * hold. Start at {@link io.mailprobe.app.scene.Scene}.
 */
@NullMarked
package io.mailprobe.app.scene;

import org.jspecify.annotations.NullMarked;
