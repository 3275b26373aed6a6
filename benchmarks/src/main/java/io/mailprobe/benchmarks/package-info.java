/**
 * How fast the parts are that run for every probe, each against a peer in the same run. Start at
 * {@link io.mailprobe.benchmarks.Main}.
 */
@NullMarked
package io.mailprobe.benchmarks;

import org.jspecify.annotations.NullMarked;
