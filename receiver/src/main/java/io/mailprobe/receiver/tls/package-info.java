/**
 * The certificate that the receiver shows: from PEM files, read again when they change, or its own.
 * Start at {@link io.mailprobe.receiver.tls.Certificates}.
 */
@NullMarked
package io.mailprobe.receiver.tls;

import org.jspecify.annotations.NullMarked;
