/**
 * A stand-in Exchange Online as it is probed: which routes and canaries each of its regions has.
 * Start at {@link io.mailprobe.app.world.RegionProbes}.
 */
@NullMarked
package io.mailprobe.app.world;

import org.jspecify.annotations.NullMarked;
