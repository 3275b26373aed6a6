/** Tests of the package of the same name. */
@NullMarked
package io.mailprobe.simulator.entra;

import org.jspecify.annotations.NullMarked;
