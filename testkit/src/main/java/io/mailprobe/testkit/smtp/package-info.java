/**
 * The other end of an SMTP connection, in the hands of a test. Start at {@link
 * io.mailprobe.testkit.smtp.ScriptedPeer}; what it says and does is a {@link
 * io.mailprobe.testkit.smtp.Dialogue}.
 */
@NullMarked
package io.mailprobe.testkit.smtp;

import org.jspecify.annotations.NullMarked;
