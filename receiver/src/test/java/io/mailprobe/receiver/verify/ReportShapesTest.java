package io.mailprobe.receiver.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.reply.EnhancedStatus;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.report.Notice;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.receiver.harness.Probe;
import io.mailprobe.receiver.listen.Envelope;
import io.mailprobe.receiver.listen.Envelope.Recipient;
import io.mailprobe.receiver.listen.Mailbox;
import io.mailprobe.receiver.listen.Message;
import io.mailprobe.receiver.verify.Finding.Reported;
import io.mailprobe.receiver.verify.Finding.Reports;
import io.mailprobe.receiver.verify.Finding.Unverified;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Delivery reports in all the shapes that mail systems give them, each tied to its probe. */
class ReportShapesTest {

  private static final Instant NOW = Instant.parse("2026-06-03T13:05:12Z");
  private static final String CONFIGURED = "bounces@" + Probe.DOMAIN;
  private static final RecipientToken TOKENS = new RecipientToken(Probe.KEYS);

  private final Verifier verifier =
      new Verifier(
          new KnownRecipients(List.of(Probe.DOMAIN), List.of(CONFIGURED), TOKENS),
          Probe.KEYS,
          Duration.ofDays(7));
  private final Probe probe = Probe.at(NOW.minus(Duration.ofHours(24)));
  private final Probe second = Probe.at(NOW.minus(Duration.ofHours(23)));
  private final Probe old = Probe.at(NOW.minus(Duration.ofDays(9)));

  static Stream<Shape> shapes() {
    return Shape.all();
  }

  @Test
  void thereAreMany() {
    assertThat(shapes()).hasSizeGreaterThan(60);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyShapeIsTiedToItsProbe(Shape shape) {
    Finding finding = verifier.verify(message(shape));
    if (shape.expects("unverified").isPresent()) {
      assertThat(finding).isInstanceOf(Unverified.class);
      assertThat(((Unverified) finding).reason().label())
          .isEqualTo(shape.expected().get("unverified"));
      return;
    }
    assertThat(finding).isInstanceOf(Reports.class);
    List<Reported> reports = ((Reports) finding).reports();
    assertThat(reports).hasSize(shape.expects("second").isPresent() ? 2 : 1);
    Reported report = reports.getFirst();
    assertThat(report.probe()).isEqualTo(probe.id());
    assertThat(said(shape, report)).isEqualTo(said(shape));
    shape
        .expects("second")
        .ifPresent(
            text -> {
              Notice other = reports.getLast().notice();
              assertThat(reports.getLast().probe()).isEqualTo(second.id());
              assertThat(other.action().label() + " " + other.status().orElseThrow())
                  .isEqualTo(text);
            });
  }

  /** Of what is expected, what the report says. */
  private static Map<String, String> said(Shape shape, Reported report) {
    Notice notice = report.notice();
    List<SmtpReply> replies = notice.replies();
    Map<String, String> all =
        Map.ofEntries(
            Map.entry("action", notice.action().label()),
            Map.entry("place", report.place().label()),
            Map.entry("status", text(notice.status())),
            Map.entry("outer", codes(replies.stream().findFirst())),
            Map.entry("inner", codes(notice.innerReply())),
            Map.entry("prober", text(report.prober())),
            Map.entry("remote", text(notice.remoteMta())),
            Map.entry("address", text(notice.remoteAddress())),
            Map.entry("reporting", text(notice.reportingMta())),
            Map.entry("arrived", text(notice.arrivalDate())),
            Map.entry("until", text(notice.retryUntil())),
            Map.entry("last", text(notice.lastAttempt())));
    return only(shape, all);
  }

  private static Map<String, String> said(Shape shape) {
    return only(shape, shape.expected());
  }

  private static Map<String, String> only(Shape shape, Map<String, String> all) {
    Map<String, String> chosen = new java.util.TreeMap<>(all);
    chosen.keySet().retainAll(shape.expected().keySet());
    chosen.keySet().removeAll(List.of("to", "line-ends", "second"));
    return chosen;
  }

  private static String codes(Optional<SmtpReply> reply) {
    return reply
        .map(
            r -> r.code() + r.enhanced().map(EnhancedStatus::toString).map(s -> " " + s).orElse(""))
        .orElse("none");
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse("none");
  }

  /** Whatever happens to a report on its way, it is never an arrival, and soon decided. */
  @ParameterizedTest
  @MethodSource("shapes")
  void aMutatedShapeIsAReportOrNothing(Shape shape) {
    Random random = new Random(20260603);
    Message whole = message(shape);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 60; i++) {
            byte[] bytes = mutate(whole.beginning(), random);
            Message mutated = new Message(whole.envelope(), bytes, bytes.length, 0);
            Finding finding = verifier.verify(mutated);
            if (finding instanceof Reports(List<Reported> reports)) {
              assertThat(reports)
                  .as("seed 20260603, mutation %d", i)
                  .allMatch(
                      one -> one.probe().equals(probe.id()) || one.probe().equals(second.id()));
            }
          }
        });
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    StringBuilder text = new StringBuilder(new String(bytes, ISO_8859_1));
    int changes = 1 + random.nextInt(12);
    for (int i = 0; i < changes && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(200));
      switch (random.nextInt(6)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.delete(at, end);
        case 2 -> text.insert(at, text.substring(at, end));
        case 3 -> text.setLength(at);
        case 4 -> text.insert(at, "\r\n");
        default -> text.insert(at, text.substring(at, end).repeat(1 + random.nextInt(20)));
      }
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  private Message message(Shape shape) {
    String to =
        switch (shape.expects("to").orElseThrow()) {
          case "bounce" -> TOKENS.bounceLocalPart(probe.id()) + "@" + Probe.DOMAIN;
          case "probe" -> probe.recipient();
          default -> CONFIGURED;
        };
    int at = to.indexOf('@');
    Mailbox mailbox = new Mailbox(to.substring(0, at), to.substring(at + 1));
    Envelope envelope =
        new Envelope(
            NOW,
            NOW,
            NOW,
            "192.0.2.1",
            "reporter.example",
            Optional.empty(),
            Map.of(),
            List.of(new Recipient(mailbox, Map.of())));
    byte[] bytes = shape.on(probe, second, old, to);
    return new Message(envelope, bytes, bytes.length, 0);
  }
}
