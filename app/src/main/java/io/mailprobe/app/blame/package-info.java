/**
 * Whom trouble points at: Exchange Online, or which of our own parts. Start at {@link
 * io.mailprobe.app.blame.Blame}; docs/blame.md is its table.
 */
@NullMarked
package io.mailprobe.app.blame;

import org.jspecify.annotations.NullMarked;
