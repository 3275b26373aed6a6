package io.mailprobe.app.token;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.mailprobe.app.config.ClientCredentials;
import java.net.MalformedURLException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks for tokens by MSAL's client credentials flow, and says in words why there is none. */
final class MsalFetch implements EntraTokens.Fetch {

  private static final Set<String> SCOPES = Set.of("https://outlook.office365.com/.default");
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int SHOWN = 300;
  private static final Pattern CODE = Pattern.compile("AADSTS(\\d+)");

  /** What to do about the refusals that a new installation meets. */
  private static final Map<String, String> ADVICE =
      Map.of(
          "7000215", "the client secret is wrong: use the secret's value, not its id",
          "7000222", "the client secret has expired: make a new one",
          "700016", "there is no such application in the tenant: look at client and tenant",
          "90002", "there is no such tenant: look at tenant",
          "900023", "there is no such tenant: look at tenant",
          "7000112", "the application is disabled in the tenant");

  private final ClientCredentials credentials;
  private final @Nullable IHttpClient http;

  MsalFetch(ClientCredentials credentials) {
    this.credentials = credentials;
    this.http = null;
  }

  MsalFetch(ClientCredentials credentials, IHttpClient http) {
    this.credentials = credentials;
    this.http = http;
  }

  @Override
  public EntraTokens.Fetched fetch() throws TokenException {
    try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      // A new application each time: its cache would hand out the token that is to be renewed.
      IAuthenticationResult result =
          application(tasks)
              .acquireToken(ClientCredentialParameters.builder(SCOPES).skipCache(true).build())
              .join();
      return new EntraTokens.Fetched(result.accessToken(), result.expiresOnDate().toInstant());
    } catch (CompletionException e) {
      throw refused(Optional.ofNullable(e.getCause()).orElse(e));
    } catch (MalformedURLException | RuntimeException e) {
      throw refused(e);
    }
  }

  private ConfidentialClientApplication application(ExecutorService tasks)
      throws MalformedURLException {
    String authority =
        credentials.authority().toString().replaceFirst("/+$", "") + "/" + credentials.tenant();
    ConfidentialClientApplication.Builder builder =
        ConfidentialClientApplication.builder(
                credentials.client(),
                ClientCredentialFactory.createFromSecret(credentials.secret().reveal()))
            .authority(authority)
            // The authority is the configuration's word; asking a directory of them is one more
            // place to fail.
            .instanceDiscovery(false)
            .executorService(tasks)
            .connectTimeoutForDefaultHttpClient(TIMEOUT_MILLIS)
            .readTimeoutForDefaultHttpClient(TIMEOUT_MILLIS);
    if (http != null) {
      builder.httpClient(http);
    }
    return builder.build();
  }

  private TokenException refused(Throwable fault) {
    String who =
        "no token for client " + credentials.client() + " of tenant " + credentials.tenant();
    if (fault instanceof MsalServiceException refusal) {
      String said = clean(refusal.getMessage());
      Matcher code = CODE.matcher(said);
      String advice = code.find() ? ADVICE.getOrDefault(code.group(1), "") : "";
      return new TokenException(
          who
              + ": "
              + credentials.authority().getHost()
              + " refused"
              + (refusal.errorCode() == null ? "" : " (" + clean(refusal.errorCode()) + ")")
              + ": "
              + said
              + (advice.isEmpty() ? "" : "; " + advice));
    }
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why =
        root instanceof UnknownHostException
            ? "its name is not known to DNS"
            : clean(
                root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
    return new TokenException(
        who + ": " + credentials.authority().getHost() + " cannot be asked: " + why);
  }

  /** One line of bounded length without the secret, should an endpoint repeat it. */
  private String clean(@Nullable String said) {
    String text = said == null ? "" : said;
    String line =
        text.replace(credentials.secret().reveal(), "(secret)")
            .replaceAll("\\s*(?:Trace ID|Correlation ID|Timestamp):.*$", "")
            .replaceAll("\\s+", " ")
            .strip();
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }
}
