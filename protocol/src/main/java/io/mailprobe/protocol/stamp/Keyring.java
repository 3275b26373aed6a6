package io.mailprobe.protocol.stamp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys in force: the first signs, all verify. A key is rotated by putting the new one first on
 * every receiver and prober, and taking the old one away once no probe that it signed is in flight.
 */
public final class Keyring {

  private static final String ALGORITHM = "HmacSHA256";

  private final List<StampKey> keys;

  /**
   * @throws IllegalArgumentException if there is no key or two have the same id
   */
  public Keyring(List<StampKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no key");
    }
    Set<String> ids = new HashSet<>();
    for (StampKey key : keys) {
      if (!ids.add(key.id())) {
        throw new IllegalArgumentException("two keys have the id " + key.id());
      }
    }
    this.keys = List.copyOf(keys);
  }

  StampKey signing() {
    return keys.getFirst();
  }

  Optional<StampKey> byId(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  List<StampKey> all() {
    return keys;
  }

  /** HMAC-SHA256 (RFC 2104); the purpose keeps a MAC made for one use from passing in another. */
  static byte[] mac(StampKey key, String purpose, byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.secret(), ALGORITHM));
      mac.update(purpose.getBytes(US_ASCII));
      mac.update((byte) 0);
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** Compares in a time that does not depend on where the two differ. */
  static boolean same(byte[] expected, byte[] given) {
    return MessageDigest.isEqual(expected, given);
  }
}
