/**
 * One SMTP session at a time, each phase timed, each way to end told apart. Start at {@link
 * io.mailprobe.prober.submit.Submitter}.
 */
@NullMarked
package io.mailprobe.prober.submit;

import org.jspecify.annotations.NullMarked;
