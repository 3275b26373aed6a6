package io.mailprobe.prober.submit;

import java.util.Locale;
import java.util.Optional;

/** How a session authenticates (RFC 4954). Nothing here prints its secrets. */
public sealed interface Auth {

  /** The mailbox, or user, that is logged in as, in lower case; empty where nobody is. */
  default Optional<String> identity() {
    return switch (this) {
      case None() -> Optional.empty();
      case Password(String user, _) -> Optional.of(user.toLowerCase(Locale.ROOT));
      case External(String user) ->
          Optional.of(user.toLowerCase(Locale.ROOT)).filter(named -> !named.isEmpty());
      case XOAuth2(String mailbox, _) -> Optional.of(mailbox.toLowerCase(Locale.ROOT));
    };
  }

  /** Not at all, as between mail servers. */
  record None() implements Auth {}

  /** With a password: PLAIN (RFC 4616), or LOGIN where only that is offered. */
  record Password(String user, String password) implements Auth {
    @Override
    public String toString() {
      return "Password[" + user + "]";
    }
  }

  /**
   * By the certificate that the session shows: EXTERNAL (RFC 4422 A).
   *
   * @param user whom we ask to act as; empty for whom the certificate names
   */
  record External(String user) implements Auth {}

  /** With an access token for a mailbox: XOAUTH2, as Exchange Online wants it. */
  record XOAuth2(String mailbox, TokenSource tokens) implements Auth {}
}
