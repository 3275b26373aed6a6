@NullMarked
package io.mailprobe.simulator.gate;

import org.jspecify.annotations.NullMarked;
