/**
 * The configuration file as immutable records. Start at {@link io.mailprobe.app.config.ConfigFile},
 * which reads a file or says all that is wrong with it.
 */
@NullMarked
package io.mailprobe.app.config;

import org.jspecify.annotations.NullMarked;
