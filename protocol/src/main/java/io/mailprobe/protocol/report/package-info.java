/**
 * What mail systems report about a probe's message after they took it (RFC 3464): delayed, failed,
 * relayed. Start at {@link io.mailprobe.protocol.report.DeliveryReport}.
 */
@NullMarked
package io.mailprobe.protocol.report;

import org.jspecify.annotations.NullMarked;
