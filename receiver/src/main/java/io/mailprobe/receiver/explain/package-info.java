/**
 * What a message that is in the journal says beside being there: its trace, for the feed. Nothing
 * here is waited for by the peer. Start at {@link io.mailprobe.receiver.explain.HeaderEvidence}.
 */
@NullMarked
package io.mailprobe.receiver.explain;

import org.jspecify.annotations.NullMarked;
