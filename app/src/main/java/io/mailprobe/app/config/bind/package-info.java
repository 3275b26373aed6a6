/**
 * Turns YAML text into typed values and reports every problem at its line and column, never only
 * the first. Start at {@link io.mailprobe.app.config.bind.Section}: what a mapping may hold, as
 * data.
 */
@NullMarked
package io.mailprobe.app.config.bind;

import org.jspecify.annotations.NullMarked;
