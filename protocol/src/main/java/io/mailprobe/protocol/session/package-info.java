/**
 * What one SMTP session was: phases, outcome, front end, transcript. Start at {@link
 * io.mailprobe.protocol.session.SessionReport}.
 */
@NullMarked
package io.mailprobe.protocol.session;

import org.jspecify.annotations.NullMarked;
