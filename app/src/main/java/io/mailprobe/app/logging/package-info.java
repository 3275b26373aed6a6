/**
 * What the program says of itself, on standard error. Start at {@link
 * io.mailprobe.app.logging.Logging}.
 */
@NullMarked
package io.mailprobe.app.logging;

import org.jspecify.annotations.NullMarked;
