package io.mailprobe.app.token;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.mailprobe.prober.feed.ExtraAuthority;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
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
  private @Nullable HttpClient client;

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
    CompletableFuture<HttpResponse<byte[]>> answer =
        client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw late();
    } catch (ExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new TroubleException(TokenFault.UNREACHABLE, "was not waited for");
    } finally {
      answer.cancel(true);
    }
  }

  private TroubleException late() {
    return new TroubleException(
        TokenFault.TIMED_OUT, "did not answer within " + patience.toMillis() / 1_000.0 + " s");
  }

  private TroubleException failed(Throwable cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return late();
    }
    if (find(cause, UnresolvedAddressException.class)) {
      return new TroubleException(
          TokenFault.UNREACHABLE, "cannot be asked: its name is not known to DNS");
    }
    if (find(cause, SSLException.class)) {
      return new TroubleException(
          TokenFault.UNREACHABLE,
          "cannot be asked: its certificate or its TLS is not what it should be ("
              + words(cause)
              + "); a proxy that looks into TLS needs its authority in tls.trust");
    }
    if (cause instanceof ConnectException) {
      return new TroubleException(
          TokenFault.UNREACHABLE, "cannot be asked: the connection failed" + told(cause));
    }
    return new TroubleException(TokenFault.UNREACHABLE, "cannot be asked: " + words(cause));
  }

  private static boolean find(Throwable cause, Class<? extends Throwable> type) {
    for (Throwable next = cause; next != null; next = next.getCause()) {
      if (type.isInstance(next)) {
        return true;
      }
    }
    return false;
  }

  private static String told(Throwable cause) {
    return cause.getMessage() == null ? "" : ": " + cause.getMessage();
  }

  private static String words(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
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

  private synchronized HttpClient client() throws TroubleException {
    HttpClient made = client;
    if (made == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(patience)
              .followRedirects(HttpClient.Redirect.NEVER); // The secret would go with it.
      try {
        made =
            trusted.isEmpty()
                ? builder.build()
                : builder.sslContext(ExtraAuthority.trusting(trusted)).build();
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
