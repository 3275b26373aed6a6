package io.mailprobe.protocol.stamp;

import java.util.Arrays;

/** One secret with which stamps and tokens are signed. Never printed. */
public final class StampKey {

  /** The least number of bytes of a secret. */
  public static final int MIN_SECRET_BYTES = 16;

  private final String id;
  private final byte[] secret;

  /**
   * @param id names the key in the stamp, so that a receiver picks the right one
   * @param secret at least {@value #MIN_SECRET_BYTES} bytes
   * @throws IllegalArgumentException if the id is not a name or the secret is too short
   */
  public StampKey(String id, byte[] secret) {
    if (!Stamp.isName(id)) {
      throw new IllegalArgumentException("not a key id: " + id);
    }
    if (secret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "secret of key " + id + " has less than " + MIN_SECRET_BYTES + " bytes");
    }
    this.id = id;
    this.secret = Arrays.copyOf(secret, secret.length);
  }

  public String id() {
    return id;
  }

  byte[] secret() {
    return secret;
  }

  @Override
  public String toString() {
    return "StampKey[" + id + "]";
  }
}
