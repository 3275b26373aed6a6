package io.mailprobe.simulator.entra;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;

/** The keys that tokens are signed with: the newest signs, all that are published verify. */
final class SigningKeys {

  private final List<KeyPair> published = new ArrayList<>();
  private long made;

  /** A key and its id. */
  record Named(String id, KeyPair pair) {}

  /** The one that signs; made at first use, since that takes its time. */
  synchronized Named newest() {
    if (published.isEmpty()) {
      rotate();
    }
    return new Named("key-" + made, published.getLast());
  }

  /** Whether one of the published keys signed the token. */
  synchronized boolean verify(Jwt token) {
    return published.stream().anyMatch(pair -> token.isSignedBy(pair.getPublic()));
  }

  /** A new key signs from now on; those before still verify. */
  synchronized void rotate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      published.add(generator.generateKeyPair());
      made++;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform makes RSA keys", e);
    }
  }

  /** What was signed before the newest key no longer counts. */
  synchronized void retire() {
    while (published.size() > 1) {
      published.removeFirst();
    }
  }
}
