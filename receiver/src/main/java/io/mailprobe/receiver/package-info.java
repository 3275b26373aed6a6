/** Takes the probes at the far end. One package for each step: listen, verify, journal, feed. */
@NullMarked
package io.mailprobe.receiver;

import org.jspecify.annotations.NullMarked;
