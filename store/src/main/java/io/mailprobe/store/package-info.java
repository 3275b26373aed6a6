/**
 * One SQL store, used by the prober's ledger and the receiver's journal alike, in a SQLite file or
 * on a PostgreSQL server: one writer, group commit, schema versions. Start at {@link
 * io.mailprobe.store.Store}.
 */
@NullMarked
package io.mailprobe.store;

import org.jspecify.annotations.NullMarked;
