package io.mailprobe.testkit.smtp;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.testkit.tls.TestCertificates;

/**
 * A peer with STARTTLS and AUTH PLAIN that plays along up to a phase, whose command it has read. It
 * talks to a client that calls itself {@code prober.test}.
 */
public final class PeerUpTo {

  private final TestCertificates.Server certificate;

  /** A peer at 127.0.0.1 with a certificate of that authority. */
  public PeerUpTo(TestCertificates certificates) {
    certificate = certificates.forNames("127.0.0.1");
  }

  /** All that comes before the peer's answer in the given phase. */
  public Dialogue of(Phase phase) {
    return switch (phase) {
      case BANNER -> Dialogue.start();
      case EHLO -> of(Phase.BANNER).reply("220 mx.test ESMTP").expect("EHLO prober.test");
      case STARTTLS -> of(Phase.EHLO).reply("250-mx.test", "250 STARTTLS").expect("STARTTLS");
      case TLS_EHLO ->
          of(Phase.STARTTLS)
              .reply("220 2.0.0 Ready")
              .startTls(certificate.context())
              .expect("EHLO prober.test");
      case AUTH ->
          of(Phase.TLS_EHLO).reply("250-mx.test", "250 AUTH PLAIN LOGIN").expect("AUTH PLAIN .*");
      case MAIL -> of(Phase.AUTH).reply("235 2.7.0 Ok").expect("MAIL FROM:<.*>");
      case RCPT -> of(Phase.MAIL).reply("250 2.1.0 Ok").expect("RCPT TO:<.*>");
      case DATA -> of(Phase.RCPT).reply("250 2.1.5 Ok").expect("DATA");
      case END_OF_DATA -> of(Phase.DATA).reply("354 Go ahead").readMessage();
      case QUIT -> of(Phase.END_OF_DATA).reply("250 2.0.0 Ok").expect("QUIT");
      case TOKEN, CONNECT -> throw new IllegalArgumentException("a peer sees no " + phase);
    };
  }
}
