/**
 * What is known of a probe, in the form in which it is shown to people and programs. Start at
 * {@link io.mailprobe.app.evidence.ProbeEvidence}.
 */
@NullMarked
package io.mailprobe.app.evidence;

import org.jspecify.annotations.NullMarked;
