package io.mailprobe.simulator.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.simulator.entra.Entra;
import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.entra.Grant;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.web.WebAnswer;
import io.mailprobe.simulator.web.WebRequest;
import io.mailprobe.simulator.web.WebSite;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /v1.0/admin/serviceAnnouncement}: issues and overviews of a tenant's services, in pages,
 * for whoever shows a token with the permission, and not too often.
 */
public final class ServiceHealth implements WebSite {

  private static final String BASE = "/v1.0/admin/serviceAnnouncement/";
  private static final String PERMISSION = "ServiceHealth.Read.All";
  private static final Pattern PAGE_SIZE = Pattern.compile("odata\\.maxpagesize=(\\d{1,5})");
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 1_000;
  private static final int PER_MINUTE = 240;
  private static final int PER_HOUR = 800;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Entra entra;
  private final TenantSettings settings;
  private final Clock clock;
  private final Deque<Instant> requests = new ArrayDeque<>();
  private volatile Optional<Incident> incident = Optional.empty();

  public ServiceHealth(Entra entra, TenantSettings settings, Clock clock) {
    this.entra = entra;
    this.settings = settings;
    this.clock = clock;
  }

  /** Tells of this incident from now on, each post at its time. */
  public void play(Incident next) {
    incident = Optional.of(next);
  }

  @Override
  public Optional<WebAnswer> answer(WebRequest request) {
    return request.path().startsWith(BASE) ? Optional.of(answered(request)) : Optional.empty();
  }

  private WebAnswer answered(WebRequest request) {
    Optional<Grant> grant =
        request
            .header("Authorization")
            .filter(value -> value.startsWith("Bearer "))
            .flatMap(value -> entra.verify(value.substring(7), EntraSettings.GRAPH));
    if (grant.isEmpty()) {
      return error(401, "InvalidAuthenticationToken", "Access token is empty or not valid.");
    }
    if (!grant.get().roles().contains(PERMISSION)
        || settings.isBroken(TenantSetting.SERVICE_HEALTH_PERMISSION)) {
      return error(403, "Forbidden", "Missing permission: " + PERMISSION);
    }
    Optional<Duration> wait = tooOften();
    if (wait.isPresent()) {
      return error(429, "TooManyRequests", "Too many requests.")
          .with("Retry-After", Long.toString(wait.get().toSeconds() + 1));
    }
    String what = request.path().substring(BASE.length());
    List<Map<String, Object>> issues = Issues.at(clock.wall(), incident);
    if (what.equals("issues")) {
      return issues(request, issues);
    }
    if (what.equals("healthOverviews")) {
      return overviews(request, issues);
    }
    return issues.stream()
        .filter(issue -> what.equals("issues/" + issue.get("id")))
        .findFirst()
        .map(issue -> WebAnswer.json(200, JSON.writeValueAsString(issue)))
        .orElseGet(() -> error(404, "NotFound", "The resource does not exist."));
  }

  private WebAnswer issues(WebRequest request, List<Map<String, Object>> issues) {
    Optional<Filter> filter = Filter.parse(request.query().getOrDefault("$filter", ""));
    String skip = request.query().getOrDefault("$skiptoken", "0");
    if (filter.isEmpty() || !skip.matches("\\d{1,6}")) {
      return error(400, "BadRequest", "Invalid filter clause.");
    }
    List<Map<String, Object>> found = issues.stream().filter(filter.get()::admits).toList();
    int from = Math.min(Integer.parseInt(skip), found.size());
    int until = Math.min(from + pageSize(request), found.size());
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("@odata.context", "$metadata#admin/serviceAnnouncement/issues");
    if (until < found.size()) {
      page.put(
          "@odata.nextLink",
          "https://"
              + request.header("Host").orElse("localhost")
              + request.path()
              + "?$filter="
              + URLEncoder.encode(request.query().getOrDefault("$filter", ""), UTF_8)
              + "&$skiptoken="
              + until);
    }
    page.put("value", found.subList(from, until));
    return WebAnswer.json(200, JSON.writeValueAsString(page));
  }

  private static int pageSize(WebRequest request) {
    Matcher asked = PAGE_SIZE.matcher(request.header("Prefer").orElse(""));
    return asked.find()
        ? Math.clamp(Integer.parseInt(asked.group(1)), 1, LARGEST_PAGE)
        : USUAL_PAGE;
  }

  private static WebAnswer overviews(WebRequest request, List<Map<String, Object>> issues) {
    List<Map<String, Object>> open =
        issues.stream()
            .filter(issue -> Boolean.FALSE.equals(issue.get("isResolved")))
            .filter(issue -> Issues.EXCHANGE.equals(issue.get("service")))
            .toList();
    Map<String, Object> overview = new LinkedHashMap<>();
    overview.put("id", "Exchange");
    overview.put("service", Issues.EXCHANGE);
    overview.put(
        "status",
        open.isEmpty() ? "serviceOperational" : String.valueOf(open.getFirst().get("status")));
    if (request.query().getOrDefault("$expand", "").equals("issues")) {
      overview.put("issues", open);
    }
    return WebAnswer.json(200, JSON.writeValueAsString(Map.of("value", List.of(overview))));
  }

  /** How long until the next request is taken; empty where this one is. */
  private synchronized Optional<Duration> tooOften() {
    Instant now = clock.wall();
    while (!requests.isEmpty() && requests.getFirst().isBefore(now.minus(Duration.ofHours(1)))) {
      requests.removeFirst();
    }
    Instant minuteAgo = now.minus(Duration.ofMinutes(1));
    long inMinute = requests.stream().filter(at -> at.isAfter(minuteAgo)).count();
    if (requests.size() >= PER_HOUR) {
      return Optional.of(Duration.between(now, requests.getFirst().plus(Duration.ofHours(1))));
    }
    if (inMinute >= PER_MINUTE) {
      return Optional.of(Duration.ofMinutes(1));
    }
    requests.addLast(now);
    return Optional.empty();
  }

  private static WebAnswer error(int status, String code, String message) {
    return WebAnswer.json(
        status, JSON.writeValueAsString(Map.of("error", Map.of("code", code, "message", message))));
  }
}
