package io.mailprobe.simulator.entra;

import io.mailprobe.protocol.time.Clock;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Checks what an application signs, or shows, in place of a secret (RFC 7523). */
final class Assertions {

  /** What is wrong with an assertion. */
  record Flaw(EntraError error, String about) {}

  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final Duration LONGEST_LIFE = Duration.ofHours(24);
  private static final String EXCHANGE_AUDIENCE = "api://AzureADTokenExchange";

  private final Clock clock;

  Assertions(Clock clock) {
    this.clock = clock;
  }

  /** What is wrong with it; empty if nothing is. */
  Optional<Flaw> check(String assertion, Application application, String tenant) {
    Optional<Jwt> parsed = Jwt.parse(assertion);
    if (parsed.isEmpty()) {
      return flaw(EntraError.BAD_ASSERTION, "");
    }
    Jwt jwt = parsed.get();
    boolean own =
        !jwt.headerText("x5t").isEmpty()
            || !jwt.headerText("x5t#S256").isEmpty()
            || jwt.claim("iss").equals(application.client());
    return own ? checkOwn(jwt, application, tenant) : checkFederated(jwt, application);
  }

  private Optional<Flaw> checkOwn(Jwt jwt, Application application, String tenant) {
    Optional<X509Certificate> certificate =
        application.certificates().stream().filter(each -> isNamedBy(jwt, each)).findFirst();
    String thumbprint = thumbprintOf(jwt);
    if (certificate.isEmpty()) {
      return flaw(EntraError.WRONG_CERTIFICATE, thumbprint);
    }
    if (!jwt.isSignedBy(certificate.get().getPublicKey())) {
      return flaw(EntraError.WRONG_SIGNATURE, thumbprint);
    }
    if (certificate.get().getNotAfter().toInstant().isBefore(clock.wall())) {
      return flaw(EntraError.CERTIFICATE_EXPIRED, thumbprint);
    }
    if (!jwt.claim("sub").equals(application.client())
        || !jwt.claim("iss").equals(application.client())) {
      return flaw(EntraError.ASSERTION_SUBJECT, application.client());
    }
    String audience = jwt.claim("aud");
    if (!audience.matches("https://[^/]+/[^/]+/(oauth2/)?(v2\\.0|v2\\.0/token|token)/?")
        || !audience.toLowerCase(Locale.ROOT).contains("/" + tenant.toLowerCase(Locale.ROOT))) {
      return flaw(EntraError.ASSERTION_AUDIENCE, audience);
    }
    return checkTimes(jwt);
  }

  private Optional<Flaw> checkFederated(Jwt jwt, Application application) {
    String issuer = jwt.claim("iss");
    Optional<Federation> federation =
        application.federations().stream().filter(each -> each.issuer().equals(issuer)).findFirst();
    if (federation.isEmpty()) {
      return flaw(EntraError.NO_FEDERATED_ISSUER, issuer);
    }
    if (!federation.get().subject().equals(jwt.claim("sub"))) {
      return flaw(EntraError.NO_FEDERATED_SUBJECT, jwt.claim("sub"));
    }
    if (!isFor(jwt, EXCHANGE_AUDIENCE)) {
      return flaw(EntraError.NO_FEDERATED_AUDIENCE, jwt.claim("aud"));
    }
    if (!jwt.isSignedBy(federation.get().key())) {
      return flaw(EntraError.BAD_ASSERTION, "");
    }
    return checkTimes(jwt);
  }

  private static boolean isFor(Jwt jwt, String audience) {
    return jwt.claim("aud").equals(audience)
        || jwt.claims()
            .path("aud")
            .valueStream()
            .anyMatch(each -> each.asString("").equals(audience));
  }

  private Optional<Flaw> checkTimes(Jwt jwt) {
    Instant now = clock.wall();
    Instant from = Instant.ofEpochSecond(jwt.seconds("nbf"));
    Instant until = Instant.ofEpochSecond(jwt.seconds("exp"));
    boolean inTime = !now.plus(SKEW).isBefore(from) && now.minus(SKEW).isBefore(until);
    boolean tooLong = until.isAfter(now.plus(LONGEST_LIFE).plus(SKEW));
    return inTime && !tooLong
        ? Optional.empty()
        : flaw(
            EntraError.ASSERTION_TIME,
            "Current time: "
                + now
                + ", assertion valid from "
                + from
                + ", expiry time "
                + until
                + ".");
  }

  private static boolean isNamedBy(Jwt jwt, X509Certificate certificate) {
    String sha256 = jwt.headerText("x5t#S256");
    return sha256.isEmpty()
        ? inBase64Url(jwt.headerText("x5t")).equals(Jwt.encoded(digest("SHA-1", certificate)))
        : inBase64Url(sha256).equals(Jwt.encoded(digest("SHA-256", certificate)));
  }

  /** MSAL writes thumbprints in plain base64, and Entra takes them. */
  private static String inBase64Url(String thumbprint) {
    return thumbprint.replace('+', '-').replace('/', '_').replace("=", "");
  }

  private static String thumbprintOf(Jwt jwt) {
    String name = jwt.headerText("x5t#S256");
    return name.isEmpty() ? jwt.headerText("x5t") : name;
  }

  private static byte[] digest(String algorithm, X509Certificate certificate) {
    try {
      return MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  private static Optional<Flaw> flaw(EntraError error, String about) {
    return Optional.of(new Flaw(error, about));
  }
}
