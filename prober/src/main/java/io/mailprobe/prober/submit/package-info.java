/**
 * SMTP sessions, each phase timed, each way to end told apart. The contract is {@link
 * io.mailprobe.prober.submit.Submitter}; to read how it works, start at {@link
 * io.mailprobe.prober.submit.SmtpEngine}.
 */
@NullMarked
package io.mailprobe.prober.submit;

import org.jspecify.annotations.NullMarked;
