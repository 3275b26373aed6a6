/**
 * Every arrival, on disk before the peer is told that its message was taken. Start at {@link
 * io.mailprobe.receiver.journal.Journal}.
 */
@NullMarked
package io.mailprobe.receiver.journal;

import org.jspecify.annotations.NullMarked;
