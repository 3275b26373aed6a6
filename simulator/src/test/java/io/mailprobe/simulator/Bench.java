package io.mailprobe.simulator;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.simulator.frontend.SessionLimits;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.testkit.smtp.SmtpClient;
import io.mailprobe.testkit.time.ManualTime;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A simulator on a manual clock, with a tenant, and clients for it. */
final class Bench implements AutoCloseable {

  static final String MAILBOX = "probe@amer.contoso.example";
  static final String OLD_MAILBOX = "scanner@amer.contoso.example";
  static final String LOOP = "loop@amer.contoso.example";

  /** As long as Entra ID's are. */
  static final String TOKEN = "eyJ0eXAiOiJKV1Qi".repeat(128);

  static final String MESSAGE =
      "Message-ID: <1@probe.example>\r\nX-Mailprobe: v=1; id=abc\r\n\r\n.dot\r\nend\r\n";

  final ManualTime time = new ManualTime();
  final Simulator simulator;

  Bench(UnaryOperator<SimulatorSettings> change, int receiverPort) throws IOException {
    SimulatorSettings settings =
        SimulatorSettings.standard(
            List.of(
                Mailbox.withToken(MAILBOX, TOKEN), Mailbox.withPassword(OLD_MAILBOX, "pass word")),
            Map.of(LOOP, "loop@probe.example"),
            Map.of("probe.example", new NextHop("127.0.0.1", receiverPort)));
    simulator = new Simulator(change.apply(settings), time, time, new SplittableRandom(20260602));
    simulator.start();
  }

  /** One whose mail goes to this port of 127.0.0.1. */
  static Bench deliveringTo(int receiverPort) throws IOException {
    return new Bench(UnaryOperator.identity(), receiverPort);
  }

  /** One whose mail goes nowhere. */
  static Bench alone() throws IOException {
    return deliveringTo(1);
  }

  /** Room for two sessions at each front end. */
  static SimulatorSettings fewSessions(SimulatorSettings settings) {
    SessionLimits limits = settings.sessions();
    return settings.withSessions(
        new SessionLimits(
            2,
            limits.messageBytes(),
            limits.recipients(),
            limits.mistakes(),
            limits.submissions(),
            limits.idle(),
            limits.whole()));
  }

  /** The front end of this number, in the order of the settings: 0 and 1 are amer's. */
  InetSocketAddress frontEnd(int number) {
    return simulator.frontEnds().get(number).address();
  }

  /** A client of amer's first front end that has said EHLO. */
  SmtpClient greeted() throws IOException {
    return SmtpClient.greeted(frontEnd(0));
  }

  /** A client of amer's first front end under TLS. */
  SmtpClient encrypted() throws IOException {
    SmtpClient client = greeted();
    client.startTls(trust(), "smtp-amer.office365.example");
    return client;
  }

  /** A client of amer's first front end that is authenticated as the mailbox. */
  SmtpClient authenticated() throws IOException {
    SmtpClient client = encrypted();
    client.expect(235, "AUTH XOAUTH2 " + bearer(MAILBOX, TOKEN));
    return client;
  }

  /** Hands a message in from outside, through this front end; the reply to its final dot. */
  SmtpReply inbound(int frontEnd) throws IOException {
    try (SmtpClient client = SmtpClient.greeted(frontEnd(frontEnd))) {
      return client.transaction("someone@probe.example", LOOP, MESSAGE);
    }
  }

  /** A client's TLS that trusts the simulator's authority and no other. */
  SSLContext trust() {
    return trust(null);
  }

  /** The same of a client that shows this certificate. */
  SSLContext showing(TestCertificates.Client certificate) {
    return trust(certificate.keyManagers());
  }

  private SSLContext trust(KeyManager @Nullable [] own) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "simulator",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(
                      simulator.authorityPem().getBytes(StandardCharsets.US_ASCII))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  static String bearer(String mailbox, String token) {
    return base64("user=" + mailbox + "\u0001auth=Bearer " + token + "\u0001\u0001");
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    simulator.close();
  }
}
