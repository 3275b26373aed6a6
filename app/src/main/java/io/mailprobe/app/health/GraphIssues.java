package io.mailprobe.app.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailprobe.prober.submit.TokenSource;
import io.mailprobe.prober.web.TooLargeException;
import io.mailprobe.prober.web.WebClient;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The issues of Exchange Online by {@code GET /v1.0/admin/serviceAnnouncement/issues} of Microsoft
 * Graph, page by page. Graph is asked to filter, in ever simpler words where it does not
 * understand; what it returns is filtered once more.
 */
final class GraphIssues implements AutoCloseable {

  private static final String ISSUES = "/v1.0/admin/serviceAnnouncement/issues";

  /** For a page, and for the token. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int PAGE_SIZE = 50;

  /** Far more than a page of issues with thirty posts each. */
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private static final int MOST_PAGES = 40;

  /** Issues that go on change more often than that. */
  private static final Duration CHANGED_WITHIN = Duration.ofDays(30);

  private final String graph;
  private final TokenSource tokens;
  private final WebClient client;
  private final Duration patience;
  private Filter filter = Filter.SERVICE_AND_TIME;

  GraphIssues(URI graph, TokenSource tokens, WebClient client) {
    this(graph, tokens, client, PATIENCE);
  }

  GraphIssues(URI graph, TokenSource tokens, WebClient client, Duration patience) {
    this.graph = graph.toString().replaceFirst("/{1,10}$", "");
    this.tokens = tokens;
    this.client = client;
    this.patience = patience;
  }

  /**
   * What Graph told.
   *
   * @param issues those of Exchange Online
   * @param unreadable how many entries were no issues
   * @param whole whether that is all of them, so that what is missing is gone
   */
  record Told(List<Issue> issues, int unreadable, boolean whole) {}

  /** Words in which Graph is asked to filter. */
  private enum Filter {
    SERVICE_AND_TIME,
    SERVICE,
    NONE;

    private String query(Instant now) {
      String service = "service eq 'Exchange Online'";
      return switch (this) {
        case SERVICE_AND_TIME ->
            service
                + " and lastModifiedDateTime ge "
                + now.minus(CHANGED_WITHIN).truncatedTo(ChronoUnit.DAYS);
        case SERVICE -> service;
        case NONE -> "";
      };
    }

    private Optional<Filter> simpler() {
      return switch (this) {
        case SERVICE_AND_TIME -> Optional.of(SERVICE);
        case SERVICE -> Optional.of(NONE);
        case NONE -> Optional.empty();
      };
    }
  }

  /** Asks, on the thread of the call. One call at a time. */
  Told ask(Instant now) throws GraphException, InterruptedException {
    String token = token();
    HttpResponse<byte[]> first = get(address(filter.query(now)), token);
    while (first.statusCode() == 400 && filter.simpler().isPresent()) {
      filter = filter.simpler().get();
      first = get(address(filter.query(now)), token);
    }
    return pages(page(first, token, now), token, now);
  }

  private Told pages(IssueReader.Page first, String token, Instant now)
      throws GraphException, InterruptedException {
    List<Issue> issues = new ArrayList<>(first.issues());
    int unreadable = first.unreadable();
    Optional<String> next = first.next();
    for (int pages = 1; next.isPresent() && pages < MOST_PAGES; pages++) {
      IssueReader.Page page = page(get(follow(next.get()), token), token, now);
      issues.addAll(page.issues());
      unreadable += page.unreadable();
      next = page.next();
    }
    return new Told(issues, unreadable, next.isEmpty());
  }

  private String token() throws GraphException, InterruptedException {
    try {
      return tokens.token().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new GraphException(
          PollResult.TOKEN_FAILED, "there is no access token: " + cause.getMessage());
    } catch (TimeoutException _) {
      throw new GraphException(
          PollResult.TOKEN_FAILED,
          "there was no access token within " + patience.toSeconds() + " s");
    }
  }

  private URI address(String query) {
    return URI.create(
        graph
            + ISSUES
            + (query.isEmpty()
                ? ""
                : "?$filter=" + URLEncoder.encode(query, UTF_8).replace("+", "%20")));
  }

  /** The token goes with the request, so the next page must be where the first was. */
  private URI follow(String link) throws GraphException {
    try {
      URI next = new URI(link);
      URI base = URI.create(graph);
      if (base.getScheme().equalsIgnoreCase(next.getScheme())
          && base.getHost().equalsIgnoreCase(next.getHost())
          && base.getPort() == next.getPort()) {
        return next;
      }
    } catch (URISyntaxException _) {
      // Then it is no link.
    }
    throw new GraphException(
        PollResult.BAD_ANSWER, "what it names as the next page is not on the same server");
  }

  private HttpResponse<byte[]> get(URI address, String token)
      throws GraphException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .header("Prefer", "odata.maxpagesize=" + PAGE_SIZE)
            .GET()
            .build();
    try {
      return client.send(request, patience, MOST_BYTES);
    } catch (HttpTimeoutException _) {
      throw new GraphException(
          PollResult.TIMED_OUT, "it did not answer within " + patience.toSeconds() + " s");
    } catch (TooLargeException e) {
      throw new GraphException(PollResult.TOO_LARGE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new GraphException(
          PollResult.UNREACHABLE, "it cannot be asked: " + WebClient.reason(e));
    }
  }

  private IssueReader.Page page(HttpResponse<byte[]> response, String token, Instant now)
      throws GraphException {
    int status = response.statusCode();
    if (status == 200) {
      return IssueReader.read(response.body())
          .orElseThrow(
              () ->
                  new GraphException(
                      PollResult.BAD_ANSWER,
                      "its answer is no list of issues; look for a proxy that answers in its place"));
    }
    Duration wait = retryAfter(response, now);
    String http = " (HTTP " + status + ")";
    throw switch (status) {
      case 401 -> {
        tokens.refused(token);
        yield new GraphException(
            PollResult.UNAUTHORIZED, wait, "it does not accept the access token" + http);
      }
      case 403 ->
          new GraphException(
              PollResult.FORBIDDEN,
              wait,
              "the application may not read it"
                  + http
                  + ": let an administrator consent to "
                  + ServiceHealth.PERMISSION);
      case 429 ->
          new GraphException(PollResult.THROTTLED, wait, "it wants to be asked less often" + http);
      default ->
          status >= 500
              ? new GraphException(PollResult.UNAVAILABLE, wait, "it is in trouble" + http)
              : new GraphException(PollResult.REFUSED, wait, "it refuses the question" + http);
    };
  }

  /** In seconds, or as a date (RFC 9110 10.2.3). */
  private static Duration retryAfter(HttpResponse<byte[]> response, Instant now) {
    String told = response.headers().firstValue("Retry-After").orElse("").strip();
    if (told.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(told));
    }
    try {
      return Duration.between(
          now, ZonedDateTime.parse(told, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      return Duration.ZERO;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
