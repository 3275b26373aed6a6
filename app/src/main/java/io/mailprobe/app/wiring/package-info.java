/**
 * Puts the parts of a process together, by hand and in the order in which they need each other.
 * Start at {@link io.mailprobe.app.wiring.Node}; {@link io.mailprobe.app.wiring.RunProgram}, {@link
 * io.mailprobe.app.wiring.SendProgram} and {@link io.mailprobe.app.wiring.DemoProgram} are the ways
 * in which it is used.
 */
@NullMarked
package io.mailprobe.app.wiring;

import org.jspecify.annotations.NullMarked;
