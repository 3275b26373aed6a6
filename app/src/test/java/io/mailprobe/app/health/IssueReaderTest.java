package io.mailprobe.app.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssueReaderTest {

  private static final String ISSUE =
      """
      {"id": "EX1331830", "title": "Some users' email messages\\n may be delayed",
       "service": "Exchange Online", "feature": "Mailflow - delayed delivery",
       "featureGroup": "E-Mail timely delivery", "classification": "Incident",
       "status": "ServiceDegradation", "isResolved": false,
       "startDateTime": "2026-06-02T13:03:00Z", "endDateTime": null,
       "lastModifiedDateTime": "2026-06-02T21:00:05.1234567Z",
       "impactDescription": "Users in North America.",
       "posts": [
         {"createdDateTime": "2026-06-02T21:00:00Z", "postType": "regular",
          "description": {"content": "Start time: Tuesday, June 2, 2026, at 1:03 AM UTC"}},
         {"createdDateTime": "2026-06-02T14:33:00+00:00", "postType": "quick"}]}
      """;

  private static IssueReader.Page page(String... issues) {
    return read("{\"value\": [" + String.join(",", issues) + "]}").orElseThrow();
  }

  private static Optional<IssueReader.Page> read(String body) {
    return IssueReader.read(body.getBytes(UTF_8));
  }

  private static Issue only(String issue) {
    assertThat(page(issue).issues()).hasSize(1);
    return page(issue).issues().getFirst();
  }

  private static String with(String field, String value) {
    Matcher found = Pattern.compile("\"" + field + "\": (?:\"[^\"]*\"|false|null)").matcher(ISSUE);
    assertThat(found.find()).isTrue();
    return found.replaceFirst(Matcher.quoteReplacement("\"" + field + "\": " + value));
  }

  @Test
  void timesAreThoseOfTheFieldsAndNeverOfTheText() {
    Issue issue = only(ISSUE);
    assertThat(issue.started()).hasValue(Instant.parse("2026-06-02T13:03:00Z"));
    assertThat(issue.firstPost()).hasValue(Instant.parse("2026-06-02T14:33:00Z"));
    assertThat(issue.lastPost()).hasValue(Instant.parse("2026-06-02T21:00:00Z"));
    assertThat(issue.modified()).hasValue(Instant.parse("2026-06-02T21:00:05.123456Z"));
    assertThat(issue.ended()).isEmpty();
    assertThat(issue.resolution()).isEmpty();
    assertThat(issue.posts()).isEqualTo(2);
    assertThat(issue.title()).isEqualTo("Some users' email messages may be delayed");
    assertThat(issue.concernsMail()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "serviceDegradation, serviceDegradation",
    "ServiceDegradation, serviceDegradation",
    "SERVICEDEGRADATION, serviceDegradation",
    "Service Degradation, serviceDegradation",
    "service_interruption, serviceInterruption",
    "somethingNew, other",
    "'', other"
  })
  void aStatusIsKnownHoweverItIsWritten(String told, String label) {
    Issue issue = only(with("status", "\"" + told + "\""));
    assertThat(issue.status().label()).isEqualTo(label);
    assertThat(issue.statusTold()).isEqualTo(told);
  }

  @ParameterizedTest
  @EnumSource(HealthStatus.class)
  void everyStatusIsKnownByItsName(HealthStatus status) {
    assertThat(HealthStatus.parse(status.label())).isEqualTo(status);
  }

  @Test
  void whatIsResolvedIsSaidByItsFieldAndElseByTheStatus() {
    assertThat(only(with("isResolved", "true")).resolution())
        .as("without an end, the newest post")
        .hasValue(Instant.parse("2026-06-02T21:00:00Z"));
    assertThat(only(with("status", "\"serviceRestored\"")).resolved()).isFalse();
    assertThat(only(with("isResolved", "\"maybe\"")).resolved()).isFalse();
    String restored = with("status", "\"PostIncidentReviewPublished\"");
    assertThat(only(restored.replace("\"isResolved\": false,", "")).resolved()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"yesterday\"",
        "\"0001-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59Z\"",
        "\"2026-06-02T13:03:00\"",
        "\"1:03 AM\"",
        "20260602",
        "{}",
        "[]"
      })
  void aTimeThatIsNoneIsNone(String value) {
    assertThat(only(with("startDateTime", value)).started()).isEmpty();
  }

  @Test
  void whatIsNoIssueIsCountedAndWhatIsAnotherServicesIsLeftOut() {
    IssueReader.Page page =
        page(
            ISSUE,
            "7",
            "null",
            "\"EX1\"",
            "{}",
            with("id", "\"EX 1\""),
            with("id", "\"" + "x".repeat(33) + "\""),
            with("service", "\"Microsoft Teams\""));
    assertThat(page.issues()).extracting(Issue::id).containsExactly("EX1331830");
    assertThat(page.unreadable()).isEqualTo(6);
    assertThat(page(with("service", "\"exchange online\"")).issues()).hasSize(1);
  }

  @Test
  void textsAreOnOneLineBoundedAndWhole() {
    Issue issue = only(with("feature", "\"a\\u0000b\\ud83d" + "x".repeat(300) + "\""));
    assertThat(issue.feature()).hasSizeLessThanOrEqualTo(100).startsWith("a b?xx");
    assertThat(only(with("feature", "17")).feature()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "7",
        "<html><body>Sign in</body></html>",
        "{\"value\": {}}",
        "{\"error\": {\"code\": \"x\"}}"
      })
  void whatIsNoListIsNoPage(String body) {
    assertThat(read(body)).isEmpty();
  }

  @Test
  void nestingAndDamageAreSurvived() {
    assertThat(read("[".repeat(100_000))).isEmpty();
    assertThat(read("{\"value\":" + "[".repeat(100_000))).isEmpty();
    byte[] whole = ("{\"value\": [" + ISSUE + "]}").getBytes(UTF_8);
    SplittableRandom random = new SplittableRandom(20260602);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      IssueReader.read(damaged).ifPresent(page -> assertThat(page.issues()).hasSizeLessThan(2));
    }
  }

  @Test
  void theNextPageIsNamed() {
    assertThat(
            read("{\"value\": [], \"@odata.nextLink\": \"https://x/?a=1\"}").orElseThrow().next())
        .hasValue("https://x/?a=1");
    assertThat(read("{\"value\": [], \"@odata.nextLink\": 7}").orElseThrow().next()).isEmpty();
  }
}
