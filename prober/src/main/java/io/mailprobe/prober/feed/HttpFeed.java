package io.mailprobe.prober.feed;

import io.mailprobe.prober.web.WebClient;
import io.mailprobe.protocol.feed.ArrivalFeed;
import io.mailprobe.protocol.feed.FeedCodec;
import io.mailprobe.protocol.feed.FeedFormatException;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.feed.FeedRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/**
 * A receiver's feed over HTTP: {@code GET <url>/api/v1/feed}, NDJSON, compressed. Bounded in time
 * and size, whatever the other side does; redirects are not followed, since the token goes with
 * them.
 */
public final class HttpFeed implements ArrivalFeed {

  /** How much longer than its own wait a receiver may take to answer. */
  private static final Duration MARGIN = Duration.ofSeconds(15);

  /** Far more than {@value FeedRequest#MAX_LIMIT} arrivals take, compressed or not. */
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  private final URI url;
  private final Optional<String> token;
  private final WebClient client;

  private HttpFeed(URI url, Optional<String> token, WebClient client) {
    this.url = url;
    this.token = token;
    this.client = client;
  }

  /**
   * The feed at a receiver's address.
   *
   * @param url where the receiver serves HTTP, without the feed's own path
   * @param access what it takes to be let in
   * @throws IOException if the authority's file cannot be read or holds no certificate
   */
  public static HttpFeed at(URI url, Access access) throws IOException {
    Optional<SSLContext> tls =
        access.authority().isPresent()
            ? Optional.of(ExtraAuthority.trusting(access.authority().get()))
            : Optional.empty();
    return new HttpFeed(url, access.token(), new WebClient(tls));
  }

  /**
   * What it takes to be let in.
   *
   * @param token the bearer token that the receiver asks for
   * @param authority a PEM file of certificates to trust beside those that Java trusts
   */
  public record Access(Optional<String> token, Optional<Path> authority) {
    @Override
    public String toString() {
      return "Access[" + authority.map(Path::toString).orElse("") + "]";
    }
  }

  @Override
  public FeedPage read(FeedRequest request) throws IOException, InterruptedException {
    HttpRequest.Builder get = HttpRequest.newBuilder(address(request)).GET();
    get.header("Accept", FeedCodec.MEDIA_TYPE).header("Accept-Encoding", "gzip");
    token.ifPresent(secret -> get.header("Authorization", "Bearer " + secret));
    HttpResponse<byte[]> response = send(get.build(), request.patience().plus(MARGIN));
    if (response.statusCode() != 200) {
      throw new IOException(refusal(response.statusCode()));
    }
    try {
      return FeedCodec.parse(new String(plain(response), StandardCharsets.UTF_8));
    } catch (FeedFormatException e) {
      throw new IOException(url + " does not answer as a receiver's feed: " + e.getMessage(), e);
    }
  }

  private URI address(FeedRequest request) {
    StringBuilder address = new StringBuilder(url.toString().replaceAll("/+$", ""));
    address.append("/api/v1/feed?prober=").append(encoded(request.prober()));
    request.after().ifPresent(cursor -> address.append("&after=").append(cursor));
    address.append("&limit=").append(request.limit());
    address.append("&wait=").append(request.patience().toSeconds()).append('s');
    return URI.create(address.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> send(HttpRequest request, Duration deadline)
      throws IOException, InterruptedException {
    try {
      return client.send(request, deadline, MAX_BYTES);
    } catch (HttpTimeoutException e) {
      throw new IOException(url + " did not answer within " + deadline.toSeconds() + " s", e);
    } catch (IOException e) {
      throw new IOException(url + " cannot be read: " + WebClient.reason(e), e);
    }
  }

  private byte[] plain(HttpResponse<byte[]> response) throws IOException {
    boolean zipped =
        response
            .headers()
            .firstValue("Content-Encoding")
            .filter("gzip"::equalsIgnoreCase)
            .isPresent();
    if (!zipped) {
      return response.body();
    }
    try (GZIPInputStream unzipped =
        new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      byte[] bytes = unzipped.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(url + " answers with more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }

  private String refusal(int status) {
    return switch (status) {
      case 401, 403 -> url + " refuses the token of this feed (HTTP " + status + ")";
      case 404 -> url + " has no feed (HTTP 404): is it a receiver of Mailprobe?";
      default -> url + " answered with HTTP " + status;
    };
  }
}
