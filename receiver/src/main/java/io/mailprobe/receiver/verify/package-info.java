/**
 * Finds out which probe a message is, and whether to believe it. Start at {@link
 * io.mailprobe.receiver.verify.Verifier}; which addresses are ours says {@link
 * io.mailprobe.receiver.verify.KnownRecipients}.
 */
@NullMarked
package io.mailprobe.receiver.verify;

import org.jspecify.annotations.NullMarked;
