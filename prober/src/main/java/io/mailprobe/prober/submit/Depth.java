package io.mailprobe.prober.submit;

import io.mailprobe.protocol.session.Phase;

/**
 * How far a {@link Visit} goes before it takes its leave. None of them reaches DATA: nothing here
 * holds a message.
 */
public sealed interface Depth {

  /** The phase in which it is done. */
  Phase last();

  /** To the server's greeting. */
  record Banner() implements Depth {
    @Override
    public Phase last() {
      return Phase.BANNER;
    }
  }

  /** To the answer to EHLO. */
  record Ehlo() implements Depth {
    @Override
    public Phase last() {
      return Phase.EHLO;
    }
  }

  /** To the second EHLO, under TLS; to the first one where TLS is optional and not offered. */
  record StartTls() implements Depth {
    @Override
    public Phase last() {
      return Phase.TLS_EHLO;
    }
  }

  /** To the answer to the credentials. */
  record Login() implements Depth {
    @Override
    public Phase last() {
      return Phase.AUTH;
    }
  }

  /**
   * To the answer to RCPT, and RSET after it.
   *
   * @param mailFrom the envelope sender; empty for the null sender
   * @param rcptTo the one recipient that is asked for
   */
  record Recipient(String mailFrom, String rcptTo) implements Depth {

    public Recipient {
      Envelope.require(mailFrom, rcptTo);
    }

    @Override
    public Phase last() {
      return Phase.RCPT;
    }
  }
}
