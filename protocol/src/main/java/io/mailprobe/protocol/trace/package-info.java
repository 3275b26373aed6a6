/**
 * What the header block of a message says of its way: the servers that it went through, when, and
 * what Exchange Online writes beside that. Start at {@link io.mailprobe.protocol.trace.Trace}, and
 * go on to {@link io.mailprobe.protocol.trace.Passage}.
 */
@NullMarked
package io.mailprobe.protocol.trace;

import org.jspecify.annotations.NullMarked;
