/** What both ends of a probe speak. Values and total parsers only: no I/O, no clock. */
@NullMarked
package io.mailprobe.protocol;

import org.jspecify.annotations.NullMarked;
