package io.mailprobe.protocol.stamp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailprobe.protocol.stamp.StampVerdict.Genuine;
import io.mailprobe.protocol.stamp.StampVerdict.Problem;
import io.mailprobe.protocol.stamp.StampVerdict.Refused;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints, signs and verifies stamps.
 *
 * <p>Version 1 is one line of {@code name=value} pairs in a fixed order, separated by "; ", the MAC
 * last: {@code v=1; id=…; route=…; region=…; prober=…; seq=…; scheduled=…; first=…; this=…;
 * attempt=…; key=…; mac=…}. The MAC covers everything before it but white space, which mail systems
 * change when they fold headers (RFC 5322 2.2.3), some of them inside of a long word. No value has
 * white space of its own, so nothing else can be altered.
 */
public final class StampCodec {

  /** How far a stamp may be ahead of the receiver's clock. */
  public static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

  private static final String PURPOSE = "stamp";
  private static final int MAX_LENGTH = 1024;
  private static final Pattern FOLDING = Pattern.compile("[ \t\r\n]+");
  private static final Pattern VERSION = Pattern.compile("v=(\\d{1,9});.*");
  private static final Pattern FORM =
      Pattern.compile(
          "(v=1;id=([0-9a-z]{26});route=([^;=]{1,64});region=([^;=]{1,64});prober=([^;=]{1,64})"
              + ";seq=(\\d{1,19});scheduled=([^;=]{1,40});first=([^;=]{1,40});this=([^;=]{1,40})"
              + ";attempt=(\\d{1,10});key=([^;=]{1,64}));mac=([A-Za-z0-9_-]{43})");
  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

  private final Keyring keys;
  private final Duration maxAge;

  /**
   * @param keys the first signs, all verify
   * @param maxAge how long after its scheduled instant a stamp is still believed
   */
  public StampCodec(Keyring keys, Duration maxAge) {
    this.keys = keys;
    this.maxAge = maxAge;
  }

  /** The header value for a stamp, signed with the first key; under 600 ASCII characters. */
  public String sign(Stamp stamp) {
    StampKey key = keys.signing();
    String content =
        String.format(
            Locale.ROOT, // Elsewhere digits may be others than the ones a receiver reads.
            "v=1; id=%s; route=%s; region=%s; prober=%s; seq=%d; scheduled=%s; first=%s; this=%s; attempt=%d; key=%s",
            stamp.id(),
            stamp.route(),
            stamp.region(),
            stamp.prober(),
            stamp.sequence(),
            INSTANT.format(stamp.scheduled()),
            INSTANT.format(stamp.firstAttempt()),
            INSTANT.format(stamp.thisAttempt()),
            stamp.attempt(),
            key.id());
    return content + "; mac=" + macOf(key, unfold(content));
  }

  /** Checks any text that claims to be a stamp. Total: every text has a verdict. */
  public StampVerdict verify(String headerValue, Instant now) {
    if (headerValue.length() > MAX_LENGTH) {
      return new Refused(Problem.MALFORMED, "longer than " + MAX_LENGTH + " characters");
    }
    String text = unfold(headerValue);
    Matcher version = VERSION.matcher(text);
    if (version.matches() && !version.group(1).equals("1")) {
      return new Refused(Problem.UNKNOWN_VERSION, "version " + version.group(1));
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return new Refused(Problem.MALFORMED, "not a stamp");
    }
    String keyId = form.group(11);
    var key = keys.byId(keyId);
    if (key.isEmpty()) {
      return new Refused(Problem.UNKNOWN_KEY, "no key " + keyId);
    }
    String expected = macOf(key.get(), form.group(1));
    if (!Keyring.same(expected.getBytes(US_ASCII), form.group(12).getBytes(US_ASCII))) {
      return new Refused(Problem.BAD_SIGNATURE, "the signature of key " + keyId + " does not fit");
    }
    return read(form).map(stamp -> checkAge(stamp, keyId, now)).orElseGet(StampCodec::notAStamp);
  }

  private static Optional<Stamp> read(Matcher form) {
    try {
      return ProbeId.parse(form.group(2))
          .map(
              id ->
                  new Stamp(
                      id,
                      form.group(3),
                      form.group(4),
                      form.group(5),
                      Long.parseLong(form.group(6)),
                      Instant.parse(form.group(7)),
                      Instant.parse(form.group(8)),
                      Instant.parse(form.group(9)),
                      Integer.parseInt(form.group(10))));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Refused notAStamp() {
    return new Refused(Problem.MALFORMED, "signed, but a value is out of range");
  }

  private StampVerdict checkAge(Stamp stamp, String keyId, Instant now) {
    if (stamp.scheduled().isBefore(now.minus(maxAge))) {
      return new Refused(Problem.EXPIRED, "scheduled " + stamp.scheduled() + ", limit " + maxAge);
    }
    if (stamp.scheduled().isAfter(now.plus(CLOCK_TOLERANCE))) {
      return new Refused(Problem.FROM_THE_FUTURE, "scheduled " + stamp.scheduled());
    }
    return new Genuine(stamp, keyId);
  }

  private static String macOf(StampKey key, String unfolded) {
    byte[] mac = Keyring.mac(key, PURPOSE, unfolded.getBytes(UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }

  private static String unfold(String text) {
    return FOLDING.matcher(text).replaceAll("");
  }
}
