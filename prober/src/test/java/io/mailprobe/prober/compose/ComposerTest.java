package io.mailprobe.prober.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Samples;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.protocol.stamp.StampCodec;
import io.mailprobe.protocol.stamp.StampVerdict;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComposerTest {

  private static final Instant TICK = Instant.parse("2026-06-02T13:03:00.123456Z");
  private static final String LONG = "a".repeat(64);

  private final StampCodec stamps = new StampCodec(Samples.KEYS, Duration.ofDays(7));
  private final RecipientToken tokens = new RecipientToken(Samples.KEYS);
  private final Composer composer = new Composer(stamps, tokens, List.of("Probe.Example.org"));
  private final ProbeId id = ProbeId.create(TICK, new Random(1));

  private Stamp stamp(String name) {
    Instant second = TICK.plusSeconds(16);
    return new Stamp(id, name, name, name, 1_000_000, TICK, TICK, second, 2);
  }

  private static Route to(Recipient to, String from) {
    Route route = Samples.route("outbound");
    return new Route(
        route.name(),
        route.region(),
        route.prober(),
        route.path(),
        route.every(),
        route.deadline(),
        route.giveUp(),
        route.lossDeadline(),
        route.maxInFlight(),
        from,
        to,
        route.delivery());
  }

  private static MimeMessage parse(ProbeMessage message) throws Exception {
    byte[] bytes = message.text().getBytes(StandardCharsets.ISO_8859_1);
    return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
  }

  @Test
  void headersSayWhatTheMessageIs() throws Exception {
    MimeMessage message = parse(composer.compose(Samples.route("outbound"), stamp("outbound")));
    assertThat(((InternetAddress) message.getFrom()[0]).getAddress())
        .isEqualTo("probe@contoso.example");
    assertThat(message.getHeader("To"))
        .containsExactly("<" + tokens.localPart(id) + "@probe.example.net>");
    assertThat(message.getHeader("X-Auto-Response-Suppress")).containsExactly("All");
    assertThat(message.getSentDate()).isEqualTo("2026-06-02T13:03:16Z");
    assertThat(message.getHeader("MIME-Version")).containsExactly("1.0");
    assertThat(message.getContentType()).isEqualToIgnoringCase("text/plain; charset=us-ascii");
    assertThat(message.getEncoding()).isEqualTo("7bit");
  }

  @Test
  void theStampIsVerifiedAfterItsHeaderWasFolded() throws Exception {
    MimeMessage message = parse(composer.compose(Samples.route("outbound"), stamp(LONG)));
    assertThat(message.getHeader(Stamp.HEADER, null)).contains("\r\n ");
    StampVerdict verdict = stamps.verify(message.getHeader(Stamp.HEADER, null), TICK);
    assertThat(verdict).isEqualTo(new StampVerdict.Genuine(stamp(LONG), "k1"));
  }

  @Test
  void theTokenIsFoundInEveryPlaceARewriterMayLeave() throws Exception {
    ProbeMessage composed = composer.compose(Samples.route("outbound"), stamp(LONG));
    MimeMessage message = parse(composed);
    assertThat(tokens.verifyLocalPart(composed.recipient().split("@", 2)[0])).contains(id);
    assertThat(tokens.find(message.getMessageID())).contains(id);
    assertThat(tokens.find(message.getHeader("Subject", null))).contains(id);
    assertThat(tokens.find(message.getContent().toString())).contains(id);
  }

  @Test
  void aFixedRecipientIsUsedAsItIs() throws Exception {
    ProbeMessage message =
        composer.compose(
            to(new Recipient.Fixed("loop@contoso.example"), "bounces@probe.example.net"),
            stamp("inbound"));
    assertThat(message.recipient()).isEqualTo("loop@contoso.example");
    assertThat(parse(message).getHeader("To")).containsExactly("<loop@contoso.example>");
    assertThat(tokens.find(parse(message).getHeader("Subject", null))).contains(id);
  }

  @Test
  void reportsReturnToAnAddressOfTheProbesOwnWhereTheDomainIsOurs() {
    String own = "bounce+" + tokens.print(id) + "@";
    Recipient token = new Recipient.TokenAt("probe.example.net");
    Recipient fixed = new Recipient.Fixed("loop@contoso.example");
    assertThat(sender(to(token, "probe@Probe.example.NET"))).isEqualTo(own + "Probe.example.NET");
    assertThat(sender(to(fixed, "bounces@probe.example.org"))).isEqualTo(own + "probe.example.org");
    assertThat(sender(to(fixed, "probe@probe.example.net"))).isEqualTo("probe@probe.example.net");
    assertThat(sender(to(token, "probe@contoso.example"))).isEqualTo("probe@contoso.example");
    assertThat(sender(to(token, ""))).isEmpty();
    assertThat((own + "x").indexOf('@')).isLessThanOrEqualTo(64);
  }

  /** A server may refuse a sender that is not who logged in. */
  @Test
  void whoeverLogsInSendsUnderOneName() {
    Route route = to(new Recipient.TokenAt("probe.example.net"), "probe@probe.example.net");
    Delivery delivery = route.delivery();
    Delivery withLogin =
        new Delivery(
            delivery.target(),
            TlsMode.STARTTLS,
            new Auth.Password("probe", "secret"),
            delivery.heloName(),
            delivery.deadlines());
    assertThat(sender(through(route, withLogin))).isEqualTo("probe@probe.example.net");
  }

  private String sender(Route route) {
    return composer.compose(route, stamp("inbound")).sender();
  }

  private static Route through(Route route, Delivery delivery) {
    return new Route(
        route.name(),
        route.region(),
        route.prober(),
        route.path(),
        route.every(),
        route.deadline(),
        route.giveUp(),
        route.lossDeadline(),
        route.maxInFlight(),
        route.from(),
        route.to(),
        delivery);
  }

  @Test
  void theNullSenderStillNamesSomebodyInTheHeader() throws Exception {
    ProbeMessage message =
        composer.compose(to(new Recipient.TokenAt("probe.example.net"), ""), stamp("control"));
    assertThat(((InternetAddress) parse(message).getFrom()[0]).getAddress())
        .isEqualTo("postmaster@probe.example.net");
  }

  @Test
  void everyLineIsSevenBitShortAndEndsWithCrLf() {
    String text = composer.compose(Samples.route("outbound"), stamp(LONG)).text();
    assertThat(text).endsWith("\r\n");
    assertThat(text.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    assertThat(text.chars()).allMatch(c -> c < 128);
    assertThat(text.split("\r\n")).allMatch(line -> line.length() <= 80);
    assertThat(text.length()).isBetween(1_500, 3_000);
  }

  @Test
  void theSameStampMakesTheSameBytesInEveryLocale() {
    String text = composer.compose(Samples.route("outbound"), stamp("outbound")).text();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(composer.compose(Samples.route("outbound"), stamp("outbound")).text())
          .isEqualTo(text);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void eachAttemptHasAMessageIdOfItsOwn() throws Exception {
    Stamp second = stamp("outbound");
    Stamp third =
        new Stamp(
            id, "outbound", "outbound", "outbound", 1_000_000, TICK, TICK, TICK.plusSeconds(50), 3);
    Route route = Samples.route("outbound");
    assertThat(parse(composer.compose(route, second)).getMessageID())
        .isNotEqualTo(parse(composer.compose(route, third)).getMessageID());
  }
}
