package io.mailprobe.app.config;

import io.mailprobe.prober.submit.TokenSource;

/** Makes the sources of tokens that a configuration asks for. */
@FunctionalInterface
public interface TokenSources {

  /** The source of an application's tokens; the same one for equal credentials, if it caches. */
  TokenSource of(ClientCredentials client);
}
