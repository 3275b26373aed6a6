package io.mailprobe.app.config;

import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.prober.submit.Auth;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** How a route says who it is. Nothing here prints its secrets. */
public sealed interface Credentials {

  /** Not at all. */
  record None() implements Credentials {}

  /** A user and a password. */
  record Password(String user, Secret password) implements Credentials {}

  /** An access token that somebody else keeps fresh. */
  record GivenToken(String mailbox, Secret token) implements Credentials {}

  /** Tokens fetched for an application that sends through a mailbox. */
  record Client(String mailbox, ClientCredentials client) implements Credentials {}

  /** A certificate that the session shows; the user it asks to act as, if another. */
  record External(Optional<String> user) implements Credentials {}

  /** The mailbox that is sent through, where one is. */
  default Optional<String> throughMailbox() {
    return switch (this) {
      case None _, External _ -> Optional.empty();
      case Password password -> Optional.of(password.user());
      case GivenToken given -> Optional.of(given.mailbox());
      case Client client -> Optional.of(client.mailbox());
    };
  }

  /** What the prober is told. */
  default Auth auth(TokenSources tokens) {
    return switch (this) {
      case None _ -> new Auth.None();
      case External(Optional<String> user) -> new Auth.External(user.orElse(""));
      case Password(String user, Secret password) -> new Auth.Password(user, password.reveal());
      case GivenToken(String mailbox, Secret token) ->
          new Auth.XOAuth2(mailbox, () -> CompletableFuture.completedFuture(token.reveal()));
      case Client(String mailbox, ClientCredentials client) ->
          new Auth.XOAuth2(mailbox, tokens.of(client));
    };
  }
}
