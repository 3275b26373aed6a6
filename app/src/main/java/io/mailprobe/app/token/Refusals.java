package io.mailprobe.app.token;

import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.config.ClientProof;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says in words why there is no token, and what to do. */
final class Refusals {

  private static final int SHOWN = 300;

  /** What a token endpoint answers (RFC 6749 5.2), as against whatever answers in its place. */
  private static final Set<String> OAUTH_ERRORS =
      Set.of(
          "invalid_request",
          "invalid_client",
          "invalid_grant",
          "invalid_scope",
          "invalid_resource",
          "unauthorized_client",
          "unsupported_grant_type");

  private final ClientCredentials credentials;
  private final String who;

  Refusals(ClientCredentials credentials) {
    this.credentials = credentials;
    this.who =
        credentials.proof() instanceof ClientProof.ManagedIdentity
            ? "no token for the managed identity " + credentials.client()
            : "no token for client " + credentials.client() + " of tenant " + credentials.tenant();
  }

  /** A file of ours does not do. */
  TokenException ofFiles(IOException fault) {
    return new TokenException(
        TokenFault.FILES,
        who + ": " + clean(fault.getMessage()) + "; " + TokenFault.FILES.advice());
  }

  /** What was answered cannot be used. */
  TokenException ofAnswer(String why) {
    return new TokenException(
        TokenFault.BAD_ANSWER,
        who
            + ": what "
            + service()
            + " answered is of no use: "
            + why
            + "; "
            + TokenFault.BAD_ANSWER.advice());
  }

  /**
   * Whatever came out of MSAL.
   *
   * @param answered whether the service had answered by then
   */
  TokenException of(Throwable fault, boolean answered) {
    for (Throwable next = fault; next != null; next = next.getCause()) {
      if (next instanceof TroubleException trouble) {
        return trouble.saidOf(who, service());
      }
      if (next instanceof MsalServiceException refusal) {
        return of(refusal);
      }
    }
    if (answered) {
      return ofAnswer(
          fault instanceof MsalClientException ? clean(fault.getMessage()) : "it cannot be read");
    }
    return new TokenException(
        TokenFault.PROGRAM,
        who + ": " + clean(String.valueOf(fault)) + "; " + TokenFault.PROGRAM.advice());
  }

  private TokenException of(MsalServiceException refusal) {
    String said = clean(refusal.getMessage());
    Optional<String> number = Aadsts.in(said);
    Aadsts.Meaning meaning =
        number.flatMap(Aadsts::meaning).orElseGet(() -> unknown(refusal, number));
    return new TokenException(
        meaning.fault(),
        number.map(Aadsts::label).orElse("none"),
        Duration.ZERO,
        who
            + ": "
            + service()
            + " refused"
            + (refusal.errorCode() == null ? "" : " (" + clean(refusal.errorCode()) + ")")
            + ": "
            + said
            + "; "
            + meaning.advice());
  }

  private Aadsts.Meaning unknown(MsalServiceException refusal, Optional<String> number) {
    TokenFault fault = TokenFault.BAD_ANSWER;
    if (credentials.proof() instanceof ClientProof.ManagedIdentity && number.isEmpty()) {
      fault = TokenFault.IDENTITY;
    } else if (number.isPresent() || OAUTH_ERRORS.contains(String.valueOf(refusal.errorCode()))) {
      fault = TokenFault.REFUSED;
    }
    return new Aadsts.Meaning(fault, fault.advice());
  }

  private String service() {
    return credentials.proof() instanceof ClientProof.ManagedIdentity
        ? "the machine's identity service"
        : String.valueOf(credentials.authority().getHost());
  }

  /** One line of bounded length without the secret, should an endpoint repeat it. */
  private String clean(@Nullable String said) {
    String text = said == null ? "" : said;
    if (credentials.proof() instanceof ClientProof.ClientSecret(var secret)) {
      text = text.replace(secret.reveal(), "(secret)");
    }
    String line =
        text.replaceAll("eyJ[A-Za-z0-9_.-]{20,}", "(token)")
            .replaceAll("\\s*(?:Trace ID|Correlation ID|Timestamp):.*$", "")
            .replaceAll("\\s+", " ")
            .strip();
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }
}
