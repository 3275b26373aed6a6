package io.mailprobe.app.token;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.config.ClientProof;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.receiver.tls.CertifiedKey;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks for tokens by MSAL: the client credentials flow, or a managed identity. Files are read anew
 * each time, so that what is rotated there is used.
 */
final class MsalFetch implements EntraTokens.Fetch {

  private static final Pattern LIFE =
      Pattern.compile("\"expires_in\"\\s{0,5}:\\s{0,5}\"?(\\d{1,9})(?!\\d)");
  private static final int MOST_OF_A_TOKEN = 64 * 1024;

  private final ClientCredentials credentials;
  private final IHttpClient service;
  private final Clock clock;
  private final Refusals refusals;

  MsalFetch(ClientCredentials credentials, IHttpClient service, Clock clock) {
    this.credentials = credentials;
    this.service = service;
    this.clock = clock;
    this.refusals = new Refusals(credentials);
  }

  @Override
  public EntraTokens.Fetched fetch() throws TokenException {
    Listener listener = new Listener(service);
    try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      IAuthenticationResult result =
          credentials.proof() instanceof ClientProof.ManagedIdentity
              ? ofMachine(listener, tasks)
              : ofApplication(listener, tasks);
      return fetched(result, listener.life);
    } catch (TokenException e) {
      throw e;
    } catch (CompletionException e) {
      throw refusals.of(Optional.ofNullable(e.getCause()).orElse(e), listener.answered);
    } catch (IOException e) {
      throw refusals.ofFiles(e);
    } catch (Exception e) { // MSAL declares no less for managed identities.
      throw refusals.of(e, listener.answered);
    }
  }

  /** MSAL takes any answer that is JSON for one with a token. */
  private EntraTokens.Fetched fetched(IAuthenticationResult result, Optional<Duration> told)
      throws TokenException {
    String token = result.accessToken();
    if (token == null || token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw refusals.ofAnswer("it holds no token");
    }
    Duration life = told.orElseGet(() -> untilExpiry(result));
    if (!life.isPositive()) {
      throw refusals.ofAnswer("it does not say how long the token is good");
    }
    return new EntraTokens.Fetched(token, life);
  }

  /** Some machines' services name the end of a token in place of its life. */
  private Duration untilExpiry(IAuthenticationResult result) {
    boolean managed = credentials.proof() instanceof ClientProof.ManagedIdentity;
    return managed && result.expiresOnDate() != null
        ? Duration.between(clock.wall(), result.expiresOnDate().toInstant())
        : Duration.ZERO;
  }

  // A new application each time: its cache would hand out the token that is to be renewed.

  private IAuthenticationResult ofApplication(IHttpClient http, ExecutorService tasks)
      throws IOException {
    String authority =
        credentials.authority().toString().replaceFirst("/{1,10}$", "")
            + "/"
            + credentials.tenant();
    try {
      return ConfidentialClientApplication.builder(credentials.client(), proof())
          .authority(authority)
          // The authority is the configuration's word; asking a directory of them is one more
          // place to fail.
          .instanceDiscovery(false)
          .executorService(tasks)
          .httpClient(http)
          .disableInternalRetries()
          .build()
          .acquireToken(
              ClientCredentialParameters.builder(Set.of(credentials.scope()))
                  .skipCache(true)
                  .build())
          .join();
    } catch (MalformedURLException e) {
      throw new IOException("authority " + authority + " is no URL", e);
    }
  }

  private IClientCredential proof() throws IOException {
    return switch (credentials.proof()) {
      case ClientProof.ClientSecret(var secret) ->
          ClientCredentialFactory.createFromSecret(secret.reveal());
      case ClientProof.Certificate(var files) -> {
        CertifiedKey read = CertifiedKey.read(files);
        if (!(read.key() instanceof RSAPrivateKey)) {
          throw new IOException(
              "certificate " + files.certificate() + " has no RSA key: Entra takes no other");
        }
        yield ClientCredentialFactory.createFromCertificateChain(read.key(), read.chain());
      }
      case ClientProof.FederatedToken(Path file) ->
          ClientCredentialFactory.createFromClientAssertion(federatedToken(file));
      case ClientProof.ManagedIdentity() ->
          throw new IllegalStateException("a machine's identity needs no proof");
    };
  }

  private static String federatedToken(Path file) throws IOException {
    String token;
    try {
      token = Files.size(file) > MOST_OF_A_TOKEN ? "" : Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException("federated token " + file + " cannot be read: " + e, e);
    }
    if (token.chars().filter(c -> c == '.').count() != 2) {
      throw new IOException("federated token " + file + " holds no token");
    }
    return token;
  }

  private IAuthenticationResult ofMachine(IHttpClient http, ExecutorService tasks)
      throws Exception { // MSAL's own word.
    ManagedIdentityId identity =
        credentials.client().equals(ClientCredentials.MACHINE)
            ? ManagedIdentityId.systemAssigned()
            : ManagedIdentityId.userAssignedClientId(credentials.client());
    return ManagedIdentityApplication.builder(identity)
        .executorService(tasks)
        .httpClient(http)
        .disableInternalRetries()
        .build()
        .acquireTokenForManagedIdentity(
            ManagedIdentityParameters.builder(credentials.resource()).forceRefresh(true).build())
        .join();
  }

  /** Notes how long a token lives, as the service says it: by no clock of anybody. */
  private static final class Listener implements IHttpClient {
    private final IHttpClient service;
    private volatile Optional<Duration> life = Optional.empty();
    private volatile boolean answered;

    private Listener(IHttpClient service) {
      this.service = service;
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws Exception { // As its interface.
      IHttpResponse response = service.send(request);
      answered = true;
      if (response.statusCode() == 200) {
        Matcher told = LIFE.matcher(response.body());
        life =
            told.find()
                ? Optional.of(Duration.ofSeconds(Long.parseLong(told.group(1))))
                : Optional.empty();
      }
      return response;
    }
  }
}
