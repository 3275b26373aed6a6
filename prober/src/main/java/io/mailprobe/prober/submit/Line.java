package io.mailprobe.prober.submit;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.TlsSession;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * One connection as a {@link Talk} has it: lines out, replies in, TLS between. Tells its {@link
 * Events} what happens and decides nothing. On the session's thread only.
 */
interface Line {

  /** What may happen on a connection. */
  interface Events {

    /**
     * A reply is complete.
     *
     * @param more whether the peer had by then sent still more
     */
    void replied(SmtpReply reply, boolean more);

    /** What came is not SMTP. */
    void garbled(String evidence);

    /**
     * The TLS handshake is done.
     *
     * @param own the certificate that we showed
     */
    void secured(TlsSession session, Optional<X509Certificate> own);

    /** TLS failed, at the handshake or later. */
    void tlsFailed(Throwable cause);

    /** The connection is gone, in this way. */
    void lost(String how);

    /** The engine itself failed. */
    void failed(Throwable cause);
  }

  /** Begins to tell what happens. */
  void open();

  /** When the bytes were read that led to the latest event, by the monotonic clock. */
  long readNanos();

  /** When they were read, by the wall clock. */
  Instant readWall();

  /** When the latest bytes went out, by the monotonic clock. */
  long writtenNanos();

  /** What there is of a reply that is not complete. */
  String partial();

  /** Sends a line, which comes without its end. */
  void say(String line);

  /** Sends the message and the final dot; runs the task when the dot is out of our hands. */
  void say(WireMessage message, Runnable finalDotSent);

  /** Begins the TLS handshake. */
  void startTls();

  /** Hears nothing more and closes. */
  void close();
}
