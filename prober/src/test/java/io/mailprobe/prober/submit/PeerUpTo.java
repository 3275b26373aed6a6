package io.mailprobe.prober.submit;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.tls.TestCertificates;

/** A peer with STARTTLS and AUTH that plays along up to a phase, whose command it has read. */
final class PeerUpTo {

  static final Auth LOGIN = new Auth.Password("probe@contoso.test", "correct horse");

  private final TestCertificates.Server certificate;

  PeerUpTo(TestCertificates certificates) {
    certificate = certificates.forNames("127.0.0.1");
  }

  Dialogue of(Phase phase) {
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
      case CONNECT -> throw new IllegalArgumentException("a peer sees no CONNECT");
    };
  }
}
