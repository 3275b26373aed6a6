/**
 * The SMTP side: takes connections, speaks the dialogue and hands each whole message on. Start at
 * {@link io.mailprobe.receiver.listen.Listener}; what it needs of the rest is {@link
 * io.mailprobe.receiver.listen.Inbox}.
 *
 * <p>SubEthaSMTP gives the accept loop, the sessions and the dispatch of commands. Each connection
 * shows it only the name of each command, one at a time ({@code PeerSocket}); the verbs read the
 * command itself, and message content, from the connection ({@code Wire}). So none of the library's
 * limits on lines, characters and parameters is met, and nothing a peer sends reaches its log.
 */
@NullMarked
package io.mailprobe.receiver.listen;

import org.jspecify.annotations.NullMarked;
