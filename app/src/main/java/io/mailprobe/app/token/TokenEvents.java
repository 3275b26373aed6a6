package io.mailprobe.app.token;

import io.mailprobe.app.config.ClientCredentials;
import java.time.Duration;
import java.time.Instant;

/** Hears what becomes of requests for tokens. Calls come from any thread and must not wait. */
public interface TokenEvents {

  /** Nobody hears. */
  TokenEvents UNHEARD =
      new TokenEvents() {
        @Override
        public void expected(ClientCredentials credentials) {}

        @Override
        public void fetched(ClientCredentials credentials, Duration took, Instant expires) {}

        @Override
        public void failed(ClientCredentials credentials, Duration took, TokenException why) {}
      };

  /** Tokens of this application will be asked for. */
  void expected(ClientCredentials credentials);

  /** A token was fetched. */
  void fetched(ClientCredentials credentials, Duration took, Instant expires);

  /** A request ended without a token. */
  void failed(ClientCredentials credentials, Duration took, TokenException why);
}
