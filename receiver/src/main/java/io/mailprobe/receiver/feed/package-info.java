/**
 * Hands arrivals to the probers that wait for them. Start at {@link
 * io.mailprobe.receiver.feed.JournalFeed}.
 */
@NullMarked
package io.mailprobe.receiver.feed;

import org.jspecify.annotations.NullMarked;
