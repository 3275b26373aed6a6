/**
 * The command line: one small class for each verb. Start at {@link io.mailprobe.app.cli.Cli}.
 * Results go to standard output, all else to standard error.
 */
@NullMarked
package io.mailprobe.app.cli;

import org.jspecify.annotations.NullMarked;
