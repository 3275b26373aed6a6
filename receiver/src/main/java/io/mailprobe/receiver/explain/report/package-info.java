/**
 * Reads delivery reports: what a mail system says has become of a message, in the standard form
 * (RFC 3464) or in words of its own. Start at {@link
 * io.mailprobe.receiver.explain.report.ReportReader}; whose message it was is decided in {@code
 * verify}.
 */
@NullMarked
package io.mailprobe.receiver.explain.report;

import org.jspecify.annotations.NullMarked;
