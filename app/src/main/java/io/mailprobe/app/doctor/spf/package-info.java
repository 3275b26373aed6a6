/**
 * Whether a host may send mail for a domain by the domain's own word (RFC 7208). Start at {@link
 * io.mailprobe.app.doctor.spf.Spf}.
 */
@NullMarked
package io.mailprobe.app.doctor.spf;

import org.jspecify.annotations.NullMarked;
