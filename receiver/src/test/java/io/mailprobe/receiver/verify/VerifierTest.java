package io.mailprobe.receiver.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.feed.Arrival.Place;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.protocol.stamp.StampCodec;
import io.mailprobe.receiver.ReceiverEvents;
import io.mailprobe.receiver.harness.Probe;
import io.mailprobe.receiver.listen.Envelope;
import io.mailprobe.receiver.listen.Envelope.Recipient;
import io.mailprobe.receiver.listen.Mailbox;
import io.mailprobe.receiver.listen.Message;
import io.mailprobe.receiver.verify.Finding.Genuine;
import io.mailprobe.receiver.verify.Finding.Identified;
import io.mailprobe.receiver.verify.Finding.Unverified;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {

  private static final Instant NOW = Instant.parse("2026-06-02T13:03:00Z");
  private static final String BOUNCES = "bounces@" + Probe.DOMAIN;
  private static final KnownRecipients RECIPIENTS =
      new KnownRecipients(
          List.of("Probe.Example.Net"), List.of(BOUNCES), new RecipientToken(Probe.KEYS));

  private final Verifier verifier = new Verifier(RECIPIENTS, Probe.KEYS, Duration.ofDays(7));
  private final Probe probe = Probe.at(NOW.minusSeconds(3));

  @Test
  void theStampComesFirst() {
    Identified found = one(find(probe.message(), BOUNCES));
    assertThat(found.place()).isEqualTo(Place.STAMP);
    assertThat(found.stamp()).contains(probe.stamp());
    assertThat(found.recipient()).isEqualTo(BOUNCES);
  }

  @Test
  void theRecipientOfTheStampedProbeIsNamed() {
    Identified found = one(find(probe.message(), BOUNCES, probe.recipient()));
    assertThat(found.recipient()).isEqualTo(probe.recipient());
  }

  @Test
  void withoutAStampTheRecipientCounts() {
    String upper = probe.recipient().toUpperCase(Locale.ROOT);
    Identified found = one(find("Subject: rewritten\r\n\r\n", upper));
    assertThat(found)
        .isEqualTo(new Identified(probe.id(), Place.RECIPIENT, Optional.empty(), upper));
  }

  @Test
  void otherwiseTheTokenCountsWhereverItIs() {
    String token = probe.token();
    String base64 =
        Base64.getMimeEncoder()
            .encodeToString(("text ".repeat(30) + token + "\r\n").getBytes(UTF_8));
    String quoted = token.substring(0, 20) + "=\r\n" + token.substring(20);
    String word = Base64.getEncoder().encodeToString(("Test: " + token).getBytes(UTF_8));
    Map<String, Place> places =
        Map.of(
            "Message-ID: <" + token + "@contoso.com>\r\nSubject: x\r\n\r\n", Place.MESSAGE_ID,
            "message-id:\r\n <" + token + "@contoso.com>\r\n\r\n", Place.MESSAGE_ID,
            "Subject: FW: Mailprobe " + token + "\r\n\r\n", Place.SUBJECT,
            "Subject: =?UTF-8?B?" + word + "?=\r\n\r\n", Place.SUBJECT,
            "Subject: =?utf-8?Q?"
                    + token.substring(0, 9)
                    + "?=\r\n =?utf-8?Q?"
                    + token.substring(9)
                    + "?=\r\n\r\n",
                Place.SUBJECT,
            "Subject: x\r\n\r\nid " + token + ".\r\n", Place.BODY,
            "Subject: x\r\n\r\n" + quoted + "\r\n", Place.BODY,
            "Subject: x\r\n\r\n--b\r\n\r\n" + base64 + "\r\n--b--\r\n", Place.BODY,
            "Subject: x\n\nbare line ends " + token + "\n", Place.BODY);
    places.forEach(
        (message, place) -> {
          Identified found = one(find(message, BOUNCES));
          assertThat(found.probe()).as(message).isEqualTo(probe.id());
          assertThat(found.place()).as(message).isEqualTo(place);
          assertThat(found.stamp()).isEmpty();
        });
  }

  @Test
  void aFoldedAndRespacedStampIsStillGenuine() {
    String folded = probe.stampHeader().replace("; ", ";\r\n\t");
    assertThat(one(find(folded + "\r\n\r\n", BOUNCES)).place()).isEqualTo(Place.STAMP);
  }

  @Test
  void aMessageToSeveralProbesIsTheArrivalOfEachOnce() {
    Probe other = Probe.at(NOW);
    Genuine found =
        (Genuine)
            find(probe.message(), other.recipient(), probe.recipient(), other.recipient(), BOUNCES);
    assertThat(found.probes())
        .extracting(Identified::probe)
        .containsExactly(probe.id(), other.id());
    assertThat(found.probes())
        .extracting(Identified::place)
        .containsExactly(Place.STAMP, Place.RECIPIENT);
  }

  /** A forger's stamp must not hide the genuine token, nor a genuine stamp behind it. */
  @Test
  void aForgedStampBesideSomethingGenuineDoesNotMatter() {
    String forged = probe.stampHeader().replace("seq=1;", "seq=2;") + "\r\n";
    assertThat(one(find(forged + "\r\n", probe.recipient())).place()).isEqualTo(Place.RECIPIENT);
    assertThat(one(find(forged + probe.message(), BOUNCES)).stamp()).contains(probe.stamp());
  }

  @Test
  void aClockThatIsHoursOffLosesNoProbe() {
    for (int hours : new int[] {-20, -1, 1, 20}) {
      Probe probe = Probe.at(NOW.plus(Duration.ofHours(hours)));
      assertThat(one(find(probe.message(), probe.recipient())).place()).isEqualTo(Place.STAMP);
      assertThat(one(find("Subject: x\r\n\r\n", probe.recipient())).place())
          .isEqualTo(Place.RECIPIENT);
    }
  }

  @Test
  void whatIsNotGenuineIsTold() {
    Keyring others = new Keyring(List.of(Probe.key("k1", "another secret of the tests")));
    String foreign =
        Stamp.HEADER + ": " + new StampCodec(others, Duration.ofDays(7)).sign(probe.stamp());
    Probe old = Probe.at(NOW.minus(Duration.ofDays(8)));
    Probe future = Probe.at(NOW.plus(Duration.ofHours(25)));
    assertThat(reason("Subject: hello\r\n\r\nspam", BOUNCES)).isEqualTo("no_stamp");
    assertThat(reason(foreign + "\r\n\r\n", BOUNCES)).isEqualTo("forged");
    assertThat(reason("X-Mailprobe: v=1; id=x\r\n\r\n", BOUNCES)).isEqualTo("forged");
    assertThat(reason("X-Mailprobe:\r\n\r\n", BOUNCES)).isEqualTo("forged");
    assertThat(reason(old.stampHeader() + "\r\n\r\n", BOUNCES)).isEqualTo("out_of_date");
    assertThat(reason("Subject: x\r\n\r\n", old.recipient())).isEqualTo("out_of_date");
    assertThat(reason("Subject: x\r\n\r\n", future.recipient())).isEqualTo("out_of_date");
    assertThat(reason("", BOUNCES)).isEqualTo("malformed");
    assertThat(reason("\r\n\r\n" + probe.message(), BOUNCES)).isEqualTo("malformed");
    assertThat(reason("no colon\r\nnone here\r\n", BOUNCES)).isEqualTo("malformed");
  }

  /** A bounced probe is quoted in its report; it has not arrived. */
  @Test
  void aReportOnAProbeIsNotItsArrival() {
    String report =
        "Content-Type: multipart/report;\r\n report-type=delivery-status; boundary=b\r\n"
            + "Subject: Undeliverable: Mailprobe "
            + probe.token()
            + "\r\n\r\n--b\r\n\r\n"
            + probe.message();
    assertThat(reason(report, BOUNCES)).isEqualTo("no_stamp");
    String answer = "Auto-Submitted: auto-replied\r\nSubject: Away: " + probe.token() + "\r\n\r\n";
    assertThat(reason(answer, BOUNCES)).isEqualTo("no_stamp");
    String oldFashioned =
        "Subject: failure notice\r\n\r\nSorry. --- Below is a copy:\r\n\r\n" + probe.message();
    Message fromNobody = message(oldFashioned.getBytes(ISO_8859_1), Optional.empty(), BOUNCES);
    assertThat(verifier.verify(fromNobody)).isInstanceOf(Unverified.class);
  }

  @Test
  void whatComesToAnAddressForReportsIsAnArrivalOnlyByItsOwnStamp() {
    String bounces =
        new RecipientToken(Probe.KEYS).bounceLocalPart(probe.id()) + "@" + Probe.DOMAIN;
    assertThat(one(find(probe.message(), bounces)).place()).isEqualTo(Place.STAMP);
    String token = probe.token();
    String answer = "From: jane@contoso.com\r\nSubject: Re: " + token + "\r\n\r\n> " + token;
    assertThat(reason(answer, bounces)).isEqualTo("no_stamp");
    assertThat(reason(probe.stampHeader().replace("seq=1", "seq=2") + "\r\n\r\n", bounces))
        .isEqualTo("forged");
  }

  @Test
  void aProbeFromTheNullSenderIsAnArrival() {
    byte[] bytes = probe.message().getBytes(ISO_8859_1);
    Message fromNobody = message(bytes, Optional.empty(), probe.recipient());
    assertThat(one(verifier.verify(fromNobody)).place()).isEqualTo(Place.STAMP);
    byte[] bare = "Subject: rewritten\r\n\r\nThis is a test message.".getBytes(ISO_8859_1);
    Message stripped = message(bare, Optional.empty(), probe.recipient());
    assertThat(one(verifier.verify(stripped)).place()).isEqualTo(Place.RECIPIENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: =?no-such-charset?B?AAAA?=\r\n\r\n",
        "Subject: =?utf-8?B?%%%?= =?utf-8?Q?=Z?=\r\n\r\n",
        "X-Mailprobe: \0\u00ff\r\n\r\n",
        ":\r\n:\r\n\r\n",
        " leading: fold\r\nSubject: x\r\n\r\n=\r\n==\r\nA\r\nAA=\r\n====\r\n"
      })
  void anythingHasAFinding(String message) {
    assertThat(find(message, BOUNCES)).isInstanceOf(Unverified.class);
  }

  @Test
  void anyBytesHaveAFinding() {
    Random random = new Random(20260602);
    byte[] alphabet = "X-Mailprobe: Subject=?utf-8?B?\r\n\r\n\t ;=\u00ff\0".getBytes(ISO_8859_1);
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = alphabet[random.nextInt(alphabet.length)];
      }
      assertThat(verifier.verify(message(bytes, Optional.empty(), BOUNCES)))
          .as("seed 20260602, message %d", i)
          .isInstanceOf(Unverified.class);
    }
  }

  @Test
  void largeAndOddBodiesAreSearchedWithoutFail() {
    String lines = "QUJD\r\n".repeat(20_000);
    assertThat(find("Subject: x\r\n\r\n" + lines, BOUNCES)).isInstanceOf(Unverified.class);
    String folds = "Subject: x\r\n" + " y\r\n".repeat(30_000);
    assertThat(find(folds, BOUNCES)).isInstanceOf(Unverified.class);
  }

  @Test
  void onlyOurAddressesAreKnown() {
    assertThat(RECIPIENTS.contains(mailbox("BOUNCES@probe.example.NET"))).isTrue();
    assertThat(RECIPIENTS.contains(mailbox(probe.recipient().toUpperCase(Locale.ROOT)))).isTrue();
    String reports = new RecipientToken(Probe.KEYS).bounceLocalPart(probe.id());
    assertThat(RECIPIENTS.contains(new Mailbox(reports.toUpperCase(Locale.ROOT), Probe.DOMAIN)))
        .isTrue();
    assertThat(RECIPIENTS.contains(new Mailbox(reports, "elsewhere.example"))).isFalse();
    String local = "probe+" + probe.token();
    assertThat(RECIPIENTS.contains(new Mailbox(local, "elsewhere.example"))).isFalse();
    assertThat(RECIPIENTS.contains(new Mailbox(probe.token(), Probe.DOMAIN))).isFalse();
    String altered = local.substring(0, local.length() - 1) + (local.endsWith("0") ? "4" : "0");
    assertThat(RECIPIENTS.contains(new Mailbox(altered, Probe.DOMAIN))).isFalse();
    assertThat(RECIPIENTS.contains(new Mailbox("bounces", "sub." + Probe.DOMAIN))).isFalse();
  }

  private String reason(String message, String... recipients) {
    ReceiverEvents.Unverified reason = ((Unverified) find(message, recipients)).reason();
    return reason.label();
  }

  private static Identified one(Finding finding) {
    assertThat(finding).isInstanceOf(Genuine.class);
    assertThat(((Genuine) finding).probes()).hasSize(1);
    return ((Genuine) finding).probes().getFirst();
  }

  private Finding find(String message, String... recipients) {
    Optional<Mailbox> sender = Optional.of(new Mailbox("probe", "contoso.com"));
    return verifier.verify(message(message.getBytes(ISO_8859_1), sender, recipients));
  }

  private static Message message(byte[] bytes, Optional<Mailbox> sender, String... recipients) {
    List<Recipient> to =
        Stream.of(recipients).map(one -> new Recipient(mailbox(one), Map.of())).toList();
    Envelope envelope =
        new Envelope(NOW, NOW, NOW, "192.0.2.1", "peer.example.org", sender, Map.of(), to);
    return new Message(envelope, bytes, bytes.length, 0);
  }

  private static Mailbox mailbox(String address) {
    int at = address.indexOf('@');
    return new Mailbox(address.substring(0, at), address.substring(at + 1));
  }
}
