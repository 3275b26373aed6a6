/** Tests of {@code io.mailprobe.app.time}. */
@NullMarked
package io.mailprobe.app.time;

import org.jspecify.annotations.NullMarked;
