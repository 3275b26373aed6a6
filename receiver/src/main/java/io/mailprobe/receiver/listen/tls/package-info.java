/**
 * The certificate that the receiver shows: from PEM files, read again when they change, or its own.
 * Start at {@link io.mailprobe.receiver.listen.tls.Certificates}.
 */
@NullMarked
package io.mailprobe.receiver.listen.tls;

import org.jspecify.annotations.NullMarked;
