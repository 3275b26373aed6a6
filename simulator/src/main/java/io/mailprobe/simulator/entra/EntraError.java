package io.mailprobe.simulator.entra;

import io.mailprobe.simulator.web.WebAnswer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The refusals of the token endpoint, by number, and the form in which Entra says them. */
enum EntraError {
  NO_SUCH_TENANT(
      400,
      90002,
      "invalid_request",
      "Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud."),
  MISSING_PARAMETER(
      400,
      900144,
      "invalid_request",
      "The request body must contain the following parameter: '%s'."),
  WRONG_GRANT(
      400, 70003, "unsupported_grant_type", "The app requested an unsupported grant type '%s'."),
  NO_SUCH_APPLICATION(
      400,
      700016,
      "unauthorized_client",
      "Application with identifier '%s' was not found in the directory 'Contoso'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant."),
  APPLICATION_DISABLED(400, 7000112, "unauthorized_client", "Application '%s' is disabled."),
  NO_CREDENTIAL(
      401,
      7000218,
      "invalid_client",
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
  WRONG_SECRET(
      401,
      7000215,
      "invalid_client",
      "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '%s'."),
  SECRET_EXPIRED(
      401,
      7000222,
      "invalid_client",
      "The provided client secret keys for app '%s' are expired. Visit the Azure portal to create new keys for your app."),
  BAD_ASSERTION(401, 50027, "invalid_client", "JWT token is invalid or malformed."),
  WRONG_CERTIFICATE(
      401,
      700027,
      "invalid_client",
      "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '%s']"),
  CERTIFICATE_EXPIRED(
      401,
      700027,
      "invalid_client",
      "Client assertion contains an invalid signature. [Reason - The key used is expired., Thumbprint of key used by client: '%s']"),
  WRONG_SIGNATURE(
      401,
      700027,
      "invalid_client",
      "Client assertion contains an invalid signature. [Reason - The provided signature value did not match the expected signature value., Thumbprint of key used by client: '%s']"),
  ASSERTION_TIME(
      401, 700024, "invalid_client", "Client assertion is not within its valid time range. %s"),
  ASSERTION_AUDIENCE(
      401,
      700023,
      "invalid_client",
      "Client assertion audience claim does not match Realm issuer. Audience: '%s'."),
  ASSERTION_SUBJECT(
      401,
      700021,
      "invalid_client",
      "Client assertion application identifier doesn't match 'client_id' parameter '%s'."),
  NO_FEDERATED_ISSUER(
      401,
      700211,
      "invalid_client",
      "No matching federated identity record found for presented assertion issuer '%s'."),
  NO_FEDERATED_AUDIENCE(
      401,
      700212,
      "invalid_client",
      "No matching federated identity record found for presented assertion audience '%s'."),
  NO_FEDERATED_SUBJECT(
      401,
      700213,
      "invalid_client",
      "No matching federated identity record found for presented assertion subject '%s'."),
  WRONG_SCOPE(
      400,
      1002012,
      "invalid_scope",
      "The provided value for scope %s is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."),
  NO_SUCH_RESOURCE(
      400,
      500011,
      "invalid_resource",
      "The resource principal named %s was not found in the tenant named Contoso. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant."),
  BLOCKED(
      400,
      53003,
      "invalid_grant",
      "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final int status;
  private final int code;
  private final String error;
  private final String words;

  EntraError(int status, int code, String error, String words) {
    this.status = status;
    this.code = code;
    this.error = error;
    this.words = words;
  }

  /** The answer, about this, at this time, with this id in place of a trace's. */
  WebAnswer about(String subject, Instant now, String id) {
    String time = TIME.format(now);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put(
        "error_description",
        "AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s"
            .formatted(code, words.replace("%s", subject), id, id, time));
    body.put("error_codes", List.of(code));
    body.put("timestamp", time);
    body.put("trace_id", id);
    body.put("correlation_id", id);
    body.put("error_uri", "https://login.microsoftonline.com/error?code=" + code);
    return WebAnswer.json(status, Jwt.JSON.writeValueAsString(body));
  }
}
