package io.mailprobe.prober.submit;

import java.util.concurrent.CompletableFuture;

/** Where access tokens come from. */
@FunctionalInterface
public interface TokenSource {

  /**
   * A token that is valid now. Fails with an exception whose message is fit for people and names no
   * secret.
   */
  CompletableFuture<String> token();

  /** A server has refused this token for good; another one may do better. */
  default void refused(String token) {}
}
