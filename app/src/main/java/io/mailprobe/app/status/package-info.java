/**
 * How each route does, in words that a tired person understands: pure decisions over a short memory
 * of what happened. Start at {@link io.mailprobe.app.status.StatusBoard}.
 */
@NullMarked
package io.mailprobe.app.status;

import org.jspecify.annotations.NullMarked;
