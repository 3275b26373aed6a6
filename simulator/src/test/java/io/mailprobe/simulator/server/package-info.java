/** Tests of the servers' load. */
@NullMarked
package io.mailprobe.simulator.server;

import org.jspecify.annotations.NullMarked;
