package io.mailprobe.app.token;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.mailprobe.prober.feed.ExtraAuthority;
import io.mailprobe.prober.web.WebClient;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HTTP for MSAL, bounded in time and size whatever the other side does. Trouble of the service is
 * an exception of ours, so that it does not come to MSAL's own retries and pauses, which go by the
 * machine's clock and hold for the whole process.
 */
final class SignInService implements IHttpClient {

  /** For a whole exchange: less than the phase of a session that waits for it. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Far more than a token with all its groups and roles. */
  private static final int MOST_BYTES = 256 * 1024;

  private static final int TOO_MANY_REQUESTS = 429;

  private final List<X509Certificate> trusted;
  private final Duration patience;
  private @Nullable WebClient client;

  SignInService(List<X509Certificate> trusted, Duration patience) {
    this.trusted = List.copyOf(trusted);
    this.patience = patience;
  }

  @Override
  public IHttpResponse send(com.microsoft.aad.msal4j.HttpRequest request) throws TroubleException {
    HttpResponse<byte[]> response = exchange(converted(request));
    String body = new String(response.body(), StandardCharsets.UTF_8);
    int status = response.statusCode();
    if (status == TOO_MANY_REQUESTS || status >= 500) {
      throw TroubleException.answered(
          status, body, response.headers().firstValue("Retry-After").orElse(""));
    }
    return new Answer(status, response.headers().map(), body);
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) throws TroubleException {
    try {
      return client().send(request, patience, MOST_BYTES);
    } catch (HttpTimeoutException _) {
      throw new TroubleException(
          TokenFault.TIMED_OUT, "did not answer within " + patience.toMillis() / 1_000.0 + " s");
    } catch (IOException e) {
      throw new TroubleException(TokenFault.UNREACHABLE, "cannot be asked: " + WebClient.reason(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new TroubleException(TokenFault.UNREACHABLE, "was not waited for");
    }
  }

  private HttpRequest converted(com.microsoft.aad.msal4j.HttpRequest request)
      throws TroubleException {
    HttpRequest.Builder built;
    try {
      built = HttpRequest.newBuilder(request.url().toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new TroubleException(TokenFault.PROGRAM, "has no address that can be asked");
    }
    Map<String, String> headers = request.headers();
    if (headers != null) {
      headers.forEach(built::setHeader);
    }
    return request.httpMethod() == HttpMethod.GET
        ? built.GET().build()
        : built.POST(BodyPublishers.ofString(request.body() == null ? "" : request.body())).build();
  }

  private synchronized WebClient client() throws TroubleException {
    WebClient made = client;
    if (made == null) {
      try {
        made =
            new WebClient(
                trusted.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ExtraAuthority.trusting(trusted)));
      } catch (GeneralSecurityException | IOException e) {
        throw new TroubleException(
            TokenFault.FILES, "the trusted certificates cannot be used: " + e.getMessage());
      }
      client = made;
    }
    return made;
  }

  private record Answer(int statusCode, Map<String, List<String>> headers, String body)
      implements IHttpResponse {
    @Override
    public String toString() {
      return "HTTP " + statusCode;
    }
  }
}
