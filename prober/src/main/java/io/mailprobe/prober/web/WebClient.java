package io.mailprobe.prober.web;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * A client that asks one question at a time, however many threads use it. An exchange has one
 * deadline for all of it, so that a body that drips holds nobody for ever, and a size. Redirects
 * are not followed: what is secret in a request would go with them.
 */
public final class WebClient implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final HttpClient client;

  /**
   * A client that has asked nobody yet.
   *
   * @param tls how connections are encrypted; as Java does by itself where empty
   */
  public WebClient(Optional<SSLContext> tls) {
    HttpClient.Builder made =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER);
    tls.ifPresent(made::sslContext);
    this.client = made.build();
  }

  /**
   * Asks, and reads the whole answer.
   *
   * @param patience for all of it
   * @param mostBytes the longest body to take
   * @throws HttpTimeoutException if there is no whole answer in that time
   * @throws TooLargeException if the body is longer
   * @throws IOException if there is no answer for another reason; {@link #reason} puts it in words
   */
  public HttpResponse<byte[]> send(HttpRequest request, Duration patience, int mostBytes)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, _ -> new BoundedBody(mostBytes));
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new HttpTimeoutException("no answer within " + patience.toMillis() / 1_000.0 + " s");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof IOException failure ? failure : new IOException(cause);
    } finally {
      answer.cancel(true);
    }
  }

  /** Why there was no answer, to follow "it cannot be asked: ". */
  public static String reason(IOException failure) {
    if (isOf(failure, UnresolvedAddressException.class)) {
      return "its name is not known to DNS";
    }
    if (isOf(failure, SSLException.class)) {
      return "its certificate or its TLS is not what it should be ("
          + words(failure)
          + "); a proxy that looks into TLS needs its authority in tls.trust";
    }
    if (failure instanceof ConnectException) {
      return "the connection failed"
          + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
    }
    return words(failure);
  }

  private static boolean isOf(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable next = failure; next != null; next = next.getCause()) {
      if (type.isInstance(next)) {
        return true;
      }
    }
    return false;
  }

  private static String words(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
