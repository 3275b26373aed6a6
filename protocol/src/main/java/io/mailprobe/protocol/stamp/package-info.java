/**
 * What makes a message a probe: its id, its signed {@link io.mailprobe.protocol.stamp.Stamp} and
 * the token in its recipient. Start at {@link io.mailprobe.protocol.stamp.StampCodec}.
 */
@NullMarked
package io.mailprobe.protocol.stamp;

import org.jspecify.annotations.NullMarked;
