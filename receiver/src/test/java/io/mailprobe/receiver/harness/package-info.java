/** A receiver to test, and peers that talk to it. Start at {@link Station}. */
@NullMarked
package io.mailprobe.receiver.harness;

import org.jspecify.annotations.NullMarked;
