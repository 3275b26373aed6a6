package io.mailprobe.simulator.entra;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.web.WebAnswer;
import io.mailprobe.simulator.web.WebRequest;
import io.mailprobe.simulator.web.WebSite;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * One tenant's directory: issues tokens by the client credentials flow (RFC 6749 4.4) and to
 * managed identities, refuses in Entra's words, and tells a good token from any other. What clients
 * look up before (instance discovery, OpenID metadata) it serves, too.
 */
public final class Entra implements WebSite {

  private static final Pattern TENANTS_OWN =
      Pattern.compile(
          "/([^/]{1,100})/(oauth2/v2\\.0/token|v2\\.0/\\.well-known/openid-configuration)");
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final String DEFAULT = "/.default";

  private final EntraSettings settings;
  private final TenantSettings switches;
  private final Clock clock;
  private final Assertions assertions;
  private final SigningKeys keys = new SigningKeys();
  private final AtomicLong answers = new AtomicLong();
  private volatile int tokenBytes;

  public Entra(EntraSettings settings, TenantSettings switches, Clock clock) {
    this.settings = settings;
    this.switches = switches;
    this.clock = clock;
    this.assertions = new Assertions(clock);
    this.tokenBytes = settings.tokenBytes();
  }

  /** The application that a token was issued to, if it is good for this resource now. */
  public Optional<Grant> verify(String token, String resource) {
    Instant now = clock.wall();
    return Jwt.parse(token)
        .filter(keys::verify)
        .filter(jwt -> jwt.claim("aud").equals(resource))
        .filter(jwt -> now.isBefore(Instant.ofEpochSecond(jwt.seconds("exp"))))
        .map(
            jwt ->
                new Grant(
                    jwt.claim("appid"),
                    StreamSupport.stream(jwt.claims().path("roles").spliterator(), false)
                        .map(role -> role.asString(""))
                        .collect(Collectors.toSet())));
  }

  /** Signs with a new key from now on; tokens signed before stay good. */
  public void rotateKeys() {
    keys.rotate();
  }

  /** Takes the keys before the newest for revoked: their tokens are good no more. */
  public void retireOldKeys() {
    keys.retire();
  }

  /** Tokens issued from now on have at least so many bytes. */
  public void issueTokensOf(int bytes) {
    tokenBytes = bytes;
  }

  @Override
  public Optional<WebAnswer> answer(WebRequest request) {
    if (request.path().equals("/common/discovery/instance")) {
      return Optional.of(instanceDiscovery(request));
    }
    if (request.path().equals("/metadata/identity/oauth2/token")) {
      return Optional.of(managedIdentity(request));
    }
    Matcher own = TENANTS_OWN.matcher(request.path());
    if (!own.matches()) {
      return Optional.empty();
    }
    String tenant = own.group(1);
    if (!settings.isTenant(tenant)) {
      return Optional.of(refused(EntraError.NO_SUCH_TENANT, tenant));
    }
    return Optional.of(
        own.group(2).equals("oauth2/v2.0/token")
            ? token(request.form(), tenant)
            : openIdMetadata(request, tenant));
  }

  private WebAnswer token(Map<String, String> form, String tenant) {
    for (String needed : List.of("grant_type", "client_id", "scope")) {
      if (form.getOrDefault(needed, "").isEmpty()) {
        return refused(EntraError.MISSING_PARAMETER, needed);
      }
    }
    String client = form.getOrDefault("client_id", "");
    if (!form.getOrDefault("grant_type", "").equals("client_credentials")) {
      return refused(EntraError.WRONG_GRANT, form.getOrDefault("grant_type", ""));
    }
    Optional<Application> application =
        settings.application(client).filter(_ -> !broken(TenantSetting.APPLICATION));
    if (application.isEmpty()) {
      return refused(EntraError.NO_SUCH_APPLICATION, client);
    }
    if (broken(TenantSetting.APPLICATION_ENABLED)) {
      return refused(EntraError.APPLICATION_DISABLED, client);
    }
    return authenticationFlaw(form, application.get(), tenant)
        .map(flaw -> refused(flaw.error(), flaw.about()))
        .orElseGet(() -> issue(application.get(), form.getOrDefault("scope", "")));
  }

  private Optional<Assertions.Flaw> authenticationFlaw(
      Map<String, String> form, Application application, String tenant) {
    String secret = form.getOrDefault("client_secret", "");
    String assertion = form.getOrDefault("client_assertion", "");
    String client = application.client();
    if (!secret.isEmpty()) {
      if (!application.secrets().contains(secret)) {
        return Optional.of(new Assertions.Flaw(EntraError.WRONG_SECRET, client));
      }
      return broken(TenantSetting.CLIENT_SECRET)
          ? Optional.of(new Assertions.Flaw(EntraError.SECRET_EXPIRED, client))
          : Optional.empty();
    }
    if (assertion.isEmpty()
        || !form.getOrDefault("client_assertion_type", "").equals(ASSERTION_TYPE)) {
      return Optional.of(new Assertions.Flaw(EntraError.NO_CREDENTIAL, client));
    }
    Application known =
        new Application(
            client,
            application.secrets(),
            broken(TenantSetting.CLIENT_CERTIFICATE) ? List.of() : application.certificates(),
            application.federations(),
            application.roles());
    Optional<Assertions.Flaw> flaw = assertions.check(assertion, known, tenant);
    boolean federated =
        !application.federations().isEmpty() && application.certificates().isEmpty();
    return flaw.isEmpty() && federated && broken(TenantSetting.FEDERATED_CREDENTIAL)
        ? Optional.of(new Assertions.Flaw(EntraError.NO_FEDERATED_SUBJECT, "system"))
        : flaw;
  }

  private WebAnswer issue(Application application, String scope) {
    String asked =
        List.of(scope.split(" ", -1)).stream()
            .filter(each -> each.endsWith(DEFAULT))
            .findFirst()
            .orElse("");
    if (asked.isEmpty()) {
      return refused(EntraError.WRONG_SCOPE, scope);
    }
    String resource = asked.substring(0, asked.length() - DEFAULT.length());
    boolean known = settings.resources().contains(resource);
    boolean exchange = resource.equals(EntraSettings.MAIL);
    if (!known || (exchange && broken(TenantSetting.EXCHANGE_RESOURCE))) {
      return refused(EntraError.NO_SUCH_RESOURCE, resource);
    }
    if (broken(TenantSetting.CONDITIONAL_ACCESS)) {
      return refused(EntraError.BLOCKED, application.client());
    }
    long life = settings.life().toSeconds();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("token_type", "Bearer");
    body.put("expires_in", life);
    body.put("ext_expires_in", life);
    body.put("access_token", accessToken(application, resource));
    return WebAnswer.json(200, Jwt.JSON.writeValueAsString(body));
  }

  /** The machine's own service (IMDS), which asks for no secret but for a header. */
  private WebAnswer managedIdentity(WebRequest request) {
    String resource = request.query().getOrDefault("resource", "");
    Optional<Application> identity =
        Optional.ofNullable(request.query().get("client_id"))
            .or(settings::machine)
            .flatMap(settings::application);
    if (request.header("Metadata").isEmpty()) {
      return identityRefused("bad_request_102", "Required metadata header not specified");
    }
    if (identity.isEmpty() || settings.machine().isEmpty()) {
      return identityRefused("invalid_request", "Identity not found");
    }
    if (!settings.resources().contains(resource)) {
      return identityRefused(
          "invalid_resource",
          "AADSTS500011: The resource principal named "
              + resource
              + " was not found in the tenant.");
    }
    Instant until = clock.wall().plus(settings.life());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", accessToken(identity.get(), resource));
    body.put("expires_in", Long.toString(settings.life().toSeconds()));
    body.put("expires_on", Long.toString(until.getEpochSecond()));
    body.put("resource", resource);
    body.put("token_type", "Bearer");
    return WebAnswer.json(200, Jwt.JSON.writeValueAsString(body));
  }

  private static WebAnswer identityRefused(String error, String description) {
    return WebAnswer.json(
        400, Jwt.JSON.writeValueAsString(Map.of("error", error, "error_description", description)));
  }

  private String accessToken(Application application, String resource) {
    SigningKeys.Named key = keys.newest();
    Instant now = clock.wall();
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("typ", "JWT");
    header.put("alg", "RS256");
    header.put("kid", key.id());
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("aud", resource);
    claims.put("iss", "https://sts.windows.net/" + settings.tenant() + "/");
    claims.put("iat", now.getEpochSecond());
    claims.put("nbf", now.getEpochSecond());
    claims.put("exp", now.plus(settings.life()).getEpochSecond());
    claims.put("appid", application.client());
    claims.put("roles", application.roles());
    claims.put("tid", settings.tenant());
    claims.put("uti", id());
    String bare = Jwt.signed(header, claims, key.pair().getPrivate());
    int missing = tokenBytes - bare.length();
    if (missing <= 0) {
      return bare;
    }
    claims.put("xms_ftd", "x".repeat(missing * 3 / 4)); // Base64 makes 4 characters of 3 bytes.
    return Jwt.signed(header, claims, key.pair().getPrivate());
  }

  private WebAnswer instanceDiscovery(WebRequest request) {
    String host = request.header("Host").orElse("localhost");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("tenant_discovery_endpoint", openIdAddress(host, settings.tenant()));
    body.put("api-version", "1.1");
    body.put(
        "metadata",
        List.of(
            Map.of("preferred_network", host, "preferred_cache", host, "aliases", List.of(host))));
    return WebAnswer.json(200, Jwt.JSON.writeValueAsString(body));
  }

  private static WebAnswer openIdMetadata(WebRequest request, String tenant) {
    String base = "https://" + request.header("Host").orElse("localhost") + "/" + tenant;
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("token_endpoint", base + "/oauth2/v2.0/token");
    body.put("authorization_endpoint", base + "/oauth2/v2.0/authorize");
    body.put("device_authorization_endpoint", base + "/oauth2/v2.0/devicecode");
    body.put("issuer", base + "/v2.0");
    body.put(
        "token_endpoint_auth_methods_supported",
        List.of("client_secret_post", "private_key_jwt", "client_secret_basic"));
    return WebAnswer.json(200, Jwt.JSON.writeValueAsString(body));
  }

  private static String openIdAddress(String host, String tenant) {
    return "https://" + host + "/" + tenant + "/v2.0/.well-known/openid-configuration";
  }

  private WebAnswer refused(EntraError error, String about) {
    return error.about(about, clock.wall(), id());
  }

  /** Unlike any before it, and the same in each run. */
  private String id() {
    return new UUID(0x4D61_696C_7072_4000L, 0x8000_0000_0000_0000L | answers.incrementAndGet())
        .toString();
  }

  private boolean broken(TenantSetting setting) {
    return switches.isBroken(setting);
  }
}
