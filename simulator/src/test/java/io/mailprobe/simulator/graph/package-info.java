/** Tests of the package of the same name. */
@NullMarked
package io.mailprobe.simulator.graph;

import org.jspecify.annotations.NullMarked;
