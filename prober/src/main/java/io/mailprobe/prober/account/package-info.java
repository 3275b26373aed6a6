/**
 * The ledger: every probe in exactly one state, on disk before its first attempt. Start at {@code
 * Ledger}.
 */
@NullMarked
package io.mailprobe.prober.account;

import org.jspecify.annotations.NullMarked;
