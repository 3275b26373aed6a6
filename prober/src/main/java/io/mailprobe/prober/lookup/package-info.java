/**
 * What the name servers say, told apart as a diagnosis needs it: which records, through which
 * aliases, signed or not, and of nothing why. Start at {@link
 * io.mailprobe.prober.lookup.NameServers}.
 */
@NullMarked
package io.mailprobe.prober.lookup;

import org.jspecify.annotations.NullMarked;
