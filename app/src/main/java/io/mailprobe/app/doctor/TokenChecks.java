package io.mailprobe.app.doctor;

import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.config.Credentials;
import io.mailprobe.app.token.TokenException;
import io.mailprobe.prober.submit.TokenSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Access tokens: one for each application that routes use. */
final class TokenChecks {

  private static final String TOKEN = "token";

  /** Longer than the sign-in service is given for one request. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Bench bench;
  private final Examination examination;

  TokenChecks(Bench bench, Examination examination) {
    this.bench = bench;
    this.examination = examination;
  }

  /** Fetches a token for a route, where it needs one that is fetched. */
  void fetch(Way way) throws InterruptedException {
    if (way.configured().submit().credentials() instanceof Credentials.Client client) {
      examination.make(
          Check.of(TOKEN, subject(client.client()), () -> fetch(way, client.client())));
    }
  }

  /** The check whether a route's token can be had; none where it needs none. */
  static Stream<String> title(Way way) {
    return way.configured().submit().credentials() instanceof Credentials.Client client
        ? Stream.of(title(client.client()))
        : Stream.of();
  }

  /** The check whether an application's token can be had. */
  static String title(ClientCredentials client) {
    return Finding.title(TOKEN, subject(client));
  }

  private static String subject(ClientCredentials client) {
    return client.client() + " of " + client.tenant();
  }

  private Seen fetch(Way way, ClientCredentials client)
      throws InterruptedException, TimeoutException, ExecutionException {
    TokenSource source = bench.tools().tokens().of(client);
    try {
      int length = source.token().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).length();
      return Seen.ok("a token of %d characters from %s".formatted(length, host(client)));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TokenException why) {
        String words = Words.plain(String.valueOf(why.getMessage()));
        Seen seen = Seen.fault(words, remedies(way, client, why));
        return words.contains("not known to DNS") ? seen.of(Remedies.NO_NAME_SERVER) : seen;
      }
      throw e;
    }
  }

  private static String host(ClientCredentials client) {
    return String.valueOf(client.authority().getHost());
  }

  private static List<String> remedies(Way way, ClientCredentials client, TokenException why) {
    String key = way.key("submit.auth.xoauth2");
    return switch (why.fault()) {
      case SECRET ->
          List.of(
              "Add-MgApplicationPassword -ApplicationId $application.Id -PasswordCredential @{ displayName = 'mailprobe'; endDateTime = (Get-Date).AddMonths(6) }",
              "put its SecretText, not its id, where %s.secret reads it".formatted(key));
      case CERTIFICATE ->
          List.of(
              "upload the certificate of %s.certificate to the application (Update-MgApplication -ApplicationId $application.Id -KeyCredentials …)"
                  .formatted(key),
              "or name the one that is there, with its key");
      case FEDERATION ->
          List.of(
              "Get-MgApplicationFederatedIdentityCredential -ApplicationId $application.Id, and compare issuer, subject and audience with those of the token in %s.federated_token"
                  .formatted(key));
      case APPLICATION ->
          why.code().equals("7000112")
              ? List.of(
                  "Update-MgServicePrincipal -ServicePrincipalId $principal.Id -AccountEnabled:$true")
              : List.of(
                  "Get-MgApplication -Filter \"appId eq 'CLIENT'\" in the tenant, and compare with %s.client and %s.tenant"
                      .formatted(key, key),
                  "where it is there, but not its principal: New-MgServicePrincipal -AppId CLIENT");
      case TENANT ->
          List.of(
              "(Get-MgContext).TenantId, and put it in %s.tenant; look at %s.cloud"
                  .formatted(key, key));
      case PERMISSION ->
          List.of(
              "look at %s.scope and %s.cloud".formatted(key, key),
              "Get-MgServicePrincipal -Filter \"appId eq '00000002-0000-0ff1-ce00-000000000000'\" must find Office 365 Exchange Online; a tenant without a licence for it has none");
      case POLICY ->
          List.of(
              "Get-MgIdentityConditionalAccessPolicy, and exclude the application from the policy for workload identities that blocks it");
      case CLOCK -> List.of("set this machine's clock: timedatectl set-ntp true");
      case IDENTITY -> List.of("assign the managed identity to this machine");
      case FILES -> List.of("mend the file that the message names");
      case UNREACHABLE, TIMED_OUT, BAD_ANSWER ->
          List.of(
              "let outgoing connections to %s:443 through, and name in tls.trust the authority of a proxy that looks into TLS"
                  .formatted(host(client)));
      case UNAVAILABLE, THROTTLED ->
          List.of("wait, and look at the status page of the sign-in service");
      case REFUSED -> List.of("look the AADSTS number up in Microsoft's documentation");
      case PROGRAM -> List.of("report it");
    };
  }
}
