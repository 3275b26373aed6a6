package io.mailprobe.protocol.stamp;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The probe's id with a short MAC, as it stands in places that survive forwards and rewriters: the
 * recipient's local part ({@code probe+<token>}), the envelope sender's ({@code bounce+<token>}),
 * the Message-ID, the subject and the body. The MAC has 80 bits: guessing one does no more than get
 * a message read.
 */
public final class RecipientToken {

  /** What stands before the token in the recipient's local part. */
  public static final String PREFIX = "probe+";

  /** What stands before the token in the envelope sender to which reports on a probe return. */
  public static final String BOUNCE_PREFIX = "bounce+";

  /** The number of characters of a token; with the prefix it is well below the 64 of RFC 5321. */
  public static final int LENGTH = ProbeId.LENGTH + 16;

  private static final String PURPOSE = "recipient";
  private static final int MAC_BYTES = 10;
  private static final Pattern ANYWHERE =
      Pattern.compile(
          "(?<![0-9A-Za-z])[0-9a-hjkmnp-tv-zA-HJKMNP-TV-Z]{" + LENGTH + "}(?![0-9A-Za-z])");

  private final Keyring keys;

  public RecipientToken(Keyring keys) {
    this.keys = keys;
  }

  /** The token of a probe, signed with the first key. */
  public String print(ProbeId id) {
    return id + Base32.encode(mac(keys.signing(), id));
  }

  /** The local part of a probe's recipient: 48 characters. */
  public String localPart(ProbeId id) {
    return PREFIX + print(id);
  }

  /** The local part of the envelope sender to which reports on a probe return: 49 characters. */
  public String bounceLocalPart(ProbeId id) {
    return BOUNCE_PREFIX + print(id);
  }

  /** The probe that a token names, if one of our keys made the token; in either case. */
  public Optional<ProbeId> verify(String token) {
    if (token.length() != LENGTH) {
      return Optional.empty();
    }
    Optional<byte[]> given = Base32.decode(token.substring(ProbeId.LENGTH), MAC_BYTES);
    return ProbeId.parse(token.substring(0, ProbeId.LENGTH))
        .filter(
            id ->
                given.isPresent()
                    && keys.all().stream()
                        .anyMatch(key -> Keyring.same(mac(key, id), given.get())));
  }

  /** The probe that a local part names: {@code probe+<token>}, in either case. */
  public Optional<ProbeId> verifyLocalPart(String localPart) {
    return verifyAfter(PREFIX, localPart);
  }

  /** The probe whose reports a local part is for: {@code bounce+<token>}, in either case. */
  public Optional<ProbeId> verifyBounceLocalPart(String localPart) {
    return verifyAfter(BOUNCE_PREFIX, localPart);
  }

  private Optional<ProbeId> verifyAfter(String prefix, String localPart) {
    boolean ours = localPart.regionMatches(true, 0, prefix, 0, prefix.length());
    return ours ? verify(localPart.substring(prefix.length())) : Optional.empty();
  }

  /** The first genuine token anywhere in a text, such as a subject, a Message-ID or a body. */
  public Optional<ProbeId> find(CharSequence text) {
    Matcher matcher = ANYWHERE.matcher(text);
    while (matcher.find()) {
      Optional<ProbeId> id = verify(matcher.group());
      if (id.isPresent()) {
        return id;
      }
    }
    return Optional.empty();
  }

  private static byte[] mac(StampKey key, ProbeId id) {
    return Arrays.copyOf(Keyring.mac(key, PURPOSE, id.bytes()), MAC_BYTES);
  }
}
