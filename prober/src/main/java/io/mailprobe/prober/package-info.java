/**
 * Sends probes and accounts for them. One package for each step, each handing one value to the
 * next: schedule, compose, submit, retry, account.
 */
@NullMarked
package io.mailprobe.prober;

import org.jspecify.annotations.NullMarked;
