/**
 * The certificate that the receiver shows: from PEM files, read again when they change, or its own.
 * Start at {@link io.mailprobe.receiver.tls.Certificates}; {@link
 * io.mailprobe.receiver.tls.CertifiedFiles} and {@link io.mailprobe.receiver.tls.CertifiedKey} read
 * such files for whoever else has a key in them.
 */
@NullMarked
package io.mailprobe.receiver.tls;

import org.jspecify.annotations.NullMarked;
