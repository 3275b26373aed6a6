package io.mailprobe.prober.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who we say that we are, with all at hand that it takes to say it. */
sealed interface Login {

  /** Nobody in particular. */
  record Anonymous() implements Login {}

  /** A user with a password. */
  record Password(String user, String password) implements Login {
    @Override
    public String toString() {
      return "Password[" + user + "]";
    }
  }

  /** Whom the certificate names, or this user on its word. */
  record External(String user) implements Login {}

  /** A mailbox with an access token. */
  record Token(String mailbox, String token) implements Login {
    @Override
    public String toString() {
      return "Token[" + mailbox + "]";
    }
  }

  /** The exchange by the best of the offered mechanisms; empty if none fits. */
  default Optional<AuthExchange> exchange(Set<String> offered) {
    return switch (this) {
      case Anonymous() -> Optional.empty();
      case Password(var user, var password) when offered.contains("PLAIN") ->
          Optional.of(AuthExchange.initial("PLAIN", base64("\0" + user + "\0" + password)));
      case Password(var user, var password) when offered.contains("LOGIN") ->
          Optional.of(AuthExchange.prompted("LOGIN", base64(user), base64(password)));
      case Password _ -> Optional.empty();
      // A refusal comes as a challenge, and only after an empty answer to it as a reply.
      case Token(var mailbox, var token) when offered.contains("XOAUTH2") ->
          Optional.of(AuthExchange.initial("XOAUTH2", base64(bearer(mailbox, token)), ""));
      case Token _ -> Optional.empty();
      // A first answer without a character is written = on the line (RFC 4954 4).
      case External(var user) when offered.contains("EXTERNAL") ->
          Optional.of(AuthExchange.initial("EXTERNAL", user.isEmpty() ? "=" : base64(user)));
      case External _ -> Optional.empty();
    };
  }

  /** The strings that must not appear in any evidence, should a peer echo them. */
  default List<String> secrets() {
    return switch (this) {
      case Anonymous(), External _ -> List.of();
      case Password(var user, var password) ->
          List.of(password, base64(password), base64("\0" + user + "\0" + password));
      case Token(var mailbox, var token) -> List.of(token, base64(bearer(mailbox, token)));
    };
  }

  private static String bearer(String mailbox, String token) {
    return "user=" + mailbox + "\1auth=Bearer " + token + "\1\1";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
