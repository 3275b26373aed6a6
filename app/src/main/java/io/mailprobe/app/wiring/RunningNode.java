package io.mailprobe.app.wiring;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.app.evidence.ProbeEvidence;
import io.mailprobe.prober.feed.ExtraAuthority;
import io.mailprobe.prober.web.WebClient;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The process that runs a configuration on this machine, by its HTTP side.
 *
 * @param url where that is
 * @param token what it asks readers of its feed for
 * @param authority whom to trust beside the usual ones
 */
record RunningNode(URI url, Optional<Secret> token, Optional<Path> authority) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Far more than a day of attempts takes. */
  private static final int MAX_BYTES = 64 * 1024 * 1024;

  static RunningNode of(Config config) {
    Config.Http http = config.http();
    InetAddress address = http.listen().getAddress();
    boolean everywhere = address == null || address.isAnyLocalAddress();
    String host = everywhere ? "127.0.0.1" : http.listen().getHostString();
    String scheme = http.tls().isPresent() ? "https" : "http";
    URI url =
        URI.create(
            "%s://%s:%d"
                .formatted(
                    scheme,
                    host.indexOf(':') < 0 ? host : "[" + host + "]",
                    http.listen().getPort()));
    return new RunningNode(url, http.token(), http.tls().map(PemFiles::certificate));
  }

  /**
   * The evidence of a probe; empty where the process has no such probe.
   *
   * @throws IOException if it does not answer, or with something else
   */
  Optional<ProbeEvidence> probe(ProbeId probe) throws IOException, InterruptedException {
    HttpRequest.Builder get = HttpRequest.newBuilder(url.resolve("/api/v1/probes/" + probe)).GET();
    token.ifPresent(secret -> get.header("Authorization", "Bearer " + secret.reveal()));
    HttpResponse<byte[]> answer = send(get.build());
    return switch (answer.statusCode()) {
      case 200 -> Optional.of(ProbeEvidence.parse(answer.body()));
      case 404 -> none(answer);
      case 401, 403 ->
          throw new IOException(
              url
                  + " asks for a token that it takes (HTTP %d): set http.token"
                      .formatted(answer.statusCode()));
      default -> throw new IOException(url + " answered with HTTP " + answer.statusCode());
    };
  }

  /** Mailprobe says in its own form that it has no such probe; another program does not. */
  private Optional<ProbeEvidence> none(HttpResponse<byte[]> answer) throws IOException {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith("application/problem+json")) {
      return Optional.empty();
    }
    throw new IOException(url + " answered with HTTP 404: is it a Mailprobe?");
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    Optional<SSLContext> tls =
        authority.isPresent()
            ? Optional.of(ExtraAuthority.trusting(authority.get()))
            : Optional.empty();
    try (WebClient client = new WebClient(tls)) {
      return client.send(request, PATIENCE, MAX_BYTES);
    } catch (HttpTimeoutException e) {
      throw new IOException(url + " did not answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (IOException e) {
      throw new IOException(url + " cannot be asked: " + WebClient.reason(e), e);
    }
  }
}
