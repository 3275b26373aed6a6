/**
 * How arrivals travel from a receiver to the probers that wait for them. Start at {@link
 * io.mailprobe.protocol.feed.ArrivalFeed}.
 */
@NullMarked
package io.mailprobe.protocol.feed;

import org.jspecify.annotations.NullMarked;
