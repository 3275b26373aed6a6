/**
 * What a refusing reply means and whom it points at, by an ordered list of rules. Start at {@link
 * io.mailprobe.protocol.classify.Classifier}, which turns a reply into a {@link
 * io.mailprobe.protocol.classify.Classification}.
 */
@NullMarked
package io.mailprobe.protocol.classify;

import org.jspecify.annotations.NullMarked;
