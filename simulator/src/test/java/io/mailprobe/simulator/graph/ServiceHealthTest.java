package io.mailprobe.simulator.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.simulator.entra.Application;
import io.mailprobe.simulator.entra.Entra;
import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.web.WebAnswer;
import io.mailprobe.simulator.web.WebRequest;
import io.mailprobe.testkit.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServiceHealthTest {

  private static final String ISSUES = "/v1.0/admin/serviceAnnouncement/issues";
  private static final String CLIENT = "1b2c3d4e-5f60-4718-8a9b-0c1d2e3f4a5b";
  private static final String OTHER = "2b2c3d4e-5f60-4718-8a9b-0c1d2e3f4a5b";

  private final ManualTime time = new ManualTime();
  private final TenantSettings settings = new TenantSettings();
  private final Entra entra =
      new Entra(
          EntraSettings.of(
                  "contoso",
                  Application.withSecret(CLIENT, "secret").withRoles("ServiceHealth.Read.All"),
                  Application.withSecret(OTHER, "secret"))
              .withLife(Duration.ofDays(3)),
          settings,
          time);
  private final ServiceHealth health = new ServiceHealth(entra, settings, time);
  private String token = "";

  @BeforeEach
  void play() {
    token = token(CLIENT);
    health.play(Incident.ex1331830());
  }

  @Test
  void nothingIsToldBeforeTheFirstPost() {
    time.advance(Duration.ofMinutes(89));
    assertThat(ids(get(ISSUES))).doesNotContain("EX1331830").isNotEmpty();
    time.advance(Duration.ofMinutes(1));
    JsonNode issue = issue();
    assertThat(issue.path("title").asString()).contains("delayed").doesNotContain("failures");
    assertThat(issue.path("status").asString()).isEqualTo("ServiceDegradation");
    assertThat(issue.path("classification").asString()).isEqualTo("Incident");
    assertThat(issue.path("startDateTime").asString()).isEqualTo("2026-06-02T14:33:00Z");
    assertThat(issue.path("posts")).hasSize(1);
  }

  @Test
  void theIssueChangesAsItDid() {
    at("2026-06-02T16:31:00Z");
    assertThat(issue().path("title").asString()).contains("failures");
    at("2026-06-02T18:30:00Z");
    assertThat(issue().path("impactDescription").asString()).contains("Asia Pacific");
    at("2026-06-02T20:00:00Z");
    assertThat(issue().path("startDateTime").asString()).isEqualTo("2026-06-02T13:03:00Z");
    at("2026-06-03T07:59:00Z");
    assertThat(issue().toString()).doesNotContain("421 4.3.2");
    at("2026-06-03T08:00:00Z");
    assertThat(issue().path("posts").get(0).toString()).contains("421 4.3.2");
    at("2026-06-03T20:00:00Z");
    assertThat(issue().path("posts")).hasSize(29);
    assertThat(issue().path("isResolved").asBoolean()).isFalse();
    assertThat(issue().path("endDateTime").isNull()).isTrue();
    assertThat(issue().path("status").asString()).isEqualTo("ExtendedRecovery");
  }

  @Test
  void everyRegularPostButTheLastKeepsWhatTheOneBeforePromised() {
    List<Incident.Post> regular =
        Incident.ex1331830().posts().stream()
            .filter(post -> post.type().equals("regular"))
            .toList();
    for (int i = 1; i < regular.size(); i++) {
      assertThat(regular.get(i).posted())
          .as(regular.get(i).number())
          .isEqualTo(regular.get(i - 1).next().orElseThrow());
    }
  }

  @Test
  void anIncidentCanBeginAtAnyTime() {
    Instant start = Instant.parse("2027-01-01T00:00:00Z");
    Incident later = Incident.ex1331830().startedAt(start);
    assertThat(later.postedBy(start.plus(Duration.ofMinutes(90)))).hasSize(1);
    assertThat(later.postedBy(start.plus(Duration.ofMinutes(89)))).isEmpty();
  }

  @Test
  void listsComeInPagesAndFiltered() {
    at("2026-06-02T15:00:00Z");
    JsonNode first = json(answer(ISSUES, Map.of("Prefer", "odata.maxpagesize=3")));
    assertThat(first.path("value")).hasSize(3);
    URI next = URI.create(first.path("@odata.nextLink").asString());
    assertThat(json(get(next.getPath() + "?" + next.getRawQuery())).path("value")).hasSize(1);

    assertThat(ids(get(ISSUES + "?$filter=service eq 'Exchange Online'")))
        .containsExactly("EX1331830", "EX1280002", "EX1280003");
    assertThat(
            ids(
                get(
                    ISSUES
                        + "?$filter=service eq 'Exchange Online' and lastModifiedDateTime ge"
                        + " 2026-06-01T00:00:00Z")))
        .containsExactly("EX1331830");
    assertThat(get(ISSUES + "?$filter=title eq 'x'").status()).isEqualTo(400);
    assertThat(get(ISSUES + "/EX1331830").status()).isEqualTo(200);
    assertThat(get(ISSUES + "/EX1").status()).isEqualTo(404);
    JsonNode overview =
        json(get("/v1.0/admin/serviceAnnouncement/healthOverviews?$expand=issues"))
            .path("value")
            .get(0);
    assertThat(overview.path("id").asString()).isEqualTo("Exchange");
    assertThat(overview.path("issues").get(0).path("id").asString()).isEqualTo("EX1331830");
  }

  @Test
  void nobodyReadsItWithoutTheTokenAndThePermission() {
    token = "eyJ.e30.x";
    assertThat(get(ISSUES).status()).isEqualTo(401);
    token = token(OTHER);
    assertThat(get(ISSUES).status()).isEqualTo(403);
    token = token(CLIENT);
    assertThat(get(ISSUES).status()).isEqualTo(200);
    settings.breakOne(TenantSetting.SERVICE_HEALTH_PERMISSION);
    assertThat(get(ISSUES).status()).isEqualTo(403);
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeAgain() {
    for (int request = 0; request < 240; request++) {
      assertThat(get(ISSUES).status()).isEqualTo(200);
    }
    WebAnswer refused = get(ISSUES);
    assertThat(refused.status()).isEqualTo(429);
    time.advance(Duration.ofSeconds(Long.parseLong(refused.headers().get("Retry-After"))));
    assertThat(get(ISSUES).status()).isEqualTo(200);
  }

  private void at(String instant) {
    time.advance(Duration.between(time.wall(), Instant.parse(instant)));
  }

  private JsonNode issue() {
    JsonNode list = json(get(ISSUES)).path("value");
    return list.valueStream()
        .filter(each -> each.path("id").asString().equals("EX1331830"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> ids(WebAnswer answer) {
    return json(answer)
        .path("value")
        .valueStream()
        .map(each -> each.path("id").asString())
        .toList();
  }

  private static JsonNode json(WebAnswer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JsonMapper.builder().build().readTree(answer.body());
  }

  private WebAnswer get(String address) {
    return answer(address, Map.of());
  }

  private WebAnswer answer(String address, Map<String, String> more) {
    String[] parts = address.split("\\?", 2);
    Map<String, String> query = new HashMap<>();
    if (parts.length > 1) {
      for (String pair : parts[1].split("&", -1)) {
        String[] sides = pair.split("=", 2);
        query.put(
            sides[0],
            java.net.URLDecoder.decode(sides[1], java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    Map<String, String> headers = new HashMap<>(Map.of("authorization", "Bearer " + token));
    more.forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
    return health.answer(new WebRequest("GET", parts[0], query, headers, "")).orElseThrow();
  }

  private String token(String client) {
    WebAnswer answer =
        entra
            .answer(
                new WebRequest(
                    "POST",
                    "/contoso/oauth2/v2.0/token",
                    Map.of(),
                    Map.of(),
                    "grant_type=client_credentials&client_id="
                        + client
                        + "&client_secret=secret&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"))
            .orElseThrow();
    return json(answer).path("access_token").asString();
  }
}
