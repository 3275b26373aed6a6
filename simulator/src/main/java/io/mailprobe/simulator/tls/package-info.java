/**
 * The simulator's own certificate authority. Start at {@link
 * io.mailprobe.simulator.tls.CertificateAuthority}.
 */
@NullMarked
package io.mailprobe.simulator.tls;

import org.jspecify.annotations.NullMarked;
