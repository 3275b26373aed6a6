/**
 * Real programs that tests run against, each started in a folder of its own and stopped by whoever
 * started it: Postfix, Prometheus, and Mailprobe itself as it ships. Start at {@link
 * io.mailprobe.testkit.peers.Program}.
 */
@NullMarked
package io.mailprobe.testkit.peers;

import org.jspecify.annotations.NullMarked;
