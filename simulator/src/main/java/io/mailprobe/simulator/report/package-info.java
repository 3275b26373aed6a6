/**
 * Delivery reports (RFC 3464) in the form that Exchange Online gives them: what goes back to the
 * sender of a message that waits or is given up. Start at {@link
 * io.mailprobe.simulator.report.ReportWriter}.
 */
@NullMarked
package io.mailprobe.simulator.report;

import org.jspecify.annotations.NullMarked;
