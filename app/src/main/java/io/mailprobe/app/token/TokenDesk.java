package io.mailprobe.app.token;

import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.config.TokenSources;
import io.mailprobe.prober.submit.TokenSource;
import io.mailprobe.protocol.time.Clock;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One source of tokens for each application, however many routes use it. */
public final class TokenDesk implements TokenSources {

  private final Clock clock;
  private final SignInService service;
  private final TokenEvents events;
  private final Map<ClientCredentials, TokenSource> sources = new HashMap<>();

  /**
   * A desk that has asked for nothing yet.
   *
   * @param trusted certificate authorities to trust besides those of the Java runtime
   */
  public TokenDesk(Clock clock, List<X509Certificate> trusted, TokenEvents events) {
    this(clock, new SignInService(trusted, SignInService.PATIENCE), events);
  }

  TokenDesk(Clock clock, SignInService service, TokenEvents events) {
    this.clock = clock;
    this.service = service;
    this.events = events;
  }

  @Override
  public synchronized TokenSource of(ClientCredentials credentials) {
    return sources.computeIfAbsent(credentials, this::source);
  }

  private TokenSource source(ClientCredentials credentials) {
    events.expected(credentials);
    return new EntraTokens(
        credentials,
        new MsalFetch(credentials, service, clock),
        task -> Thread.ofVirtual().name("token-" + credentials.client()).start(task),
        clock,
        events);
  }
}
