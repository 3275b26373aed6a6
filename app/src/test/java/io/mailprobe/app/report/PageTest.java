package io.mailprobe.app.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.prometheus.AlertSpell;
import io.mailprobe.app.report.page.Page;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.session.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page says what its data says, and lets nobody else speak. */
class PageTest {

  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,.]*");
  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\" id=\"report\">(.*?)</script>");
  private static final String EVIL =
      "</script><script>alert(1)</script><img src=x onerror=alert(2)>&\"'";

  private static Report report;
  private static String page;
  private static JsonNode data;

  @BeforeAll
  static void draw() {
    report = Incident.report();
    page = new String(Page.of(report), UTF_8);
    data = data(page);
  }

  private static JsonNode data(String page) {
    Matcher data = DATA.matcher(page);
    assertThat(data.find()).isTrue();
    return JsonMapper.shared().readTree(data.group(1));
  }

  @Test
  void thePageCarriesItsData() {
    assertThat(data).isEqualTo(JsonMapper.shared().readTree(report.json()));
  }

  /** Each number that is printed is one of the data, in one of the forms in which it is written. */
  @Test
  void everyPrintedNumberIsInTheData() {
    Set<String> known = new HashSet<>();
    collect(data, known);
    for (int i = 1; i <= data.get("posts").size(); i++) {
      known.add(Integer.toString(i)); // They are numbered in their order.
    }
    Set<String> printed = new HashSet<>(numbers(text(page)));
    // What the words themselves say: the 95th of a hundred.
    printed.removeAll(Set.of("95", "100"));
    assertThat(printed).hasSizeGreaterThan(100);
    assertThat(known).containsAll(printed);
  }

  private static void collect(JsonNode node, Set<String> known) {
    if (node.isNumber()) {
      double number = node.asDouble();
      known.addAll(numbers(Words.duration(number)));
      known.addAll(numbers(Words.share(number)));
      if (number == Math.rint(number)) {
        known.addAll(numbers(Words.count((long) number)));
        known.add(Long.toString((long) number));
      }
    } else if (node.isString()) {
      known.addAll(numbers(node.asString()));
      try {
        known.addAll(numbers(Words.instant(Instant.parse(node.asString()))));
      } catch (java.time.DateTimeException e) {
        // Words that hold no instant.
      }
    } else {
      node.forEach(each -> collect(each, known));
    }
    if (node.isObject()) {
      node.propertyNames().forEach(name -> known.addAll(numbers(name)));
    }
    if (node.isArray()) {
      long from = 0;
      for (JsonNode _ : node) {
        from++;
      }
      known.add(Long.toString(from));
    }
  }

  private static List<String> numbers(String text) {
    List<String> found = new ArrayList<>();
    Matcher number = NUMBER.matcher(text);
    while (number.find()) {
      found.add(number.group().replaceAll("[,.]+$", ""));
    }
    return found;
  }

  /** What is read: without data, style, axes and the instants at which buckets begin. */
  private static String text(String page) {
    return page.replaceAll("(?s)<script.*?</script>|<style.*?</style>|<head.*?</head>", " ")
        .replaceAll("<text class=\"tick\"[^>]*>[^<]*</text>", " ")
        .replaceAll("(?s)<details>.*?</details>", " ")
        .replaceAll("<[^>]*>", " ");
  }

  /** The sums that a reader would check. */
  @Test
  void theNumbersAgreeWithEachOther() {
    for (JsonNode route : data.get("routes")) {
      JsonNode counts = route.get("counts");
      int probes = counts.get("probes").asInt();
      assertThat(
              Set.of("delivered", "lost", "rejected", "abandoned", "bounced", "in_flight").stream()
                  .mapToInt(verdict -> counts.get(verdict).asInt())
                  .sum())
          .isEqualTo(probes);
      assertThat(sum(route.at("/series/opened"))).isEqualTo(probes);
      assertThat(sum(route.at("/series/late"))).isEqualTo(counts.get("late").asInt());
      assertThat(sum(route.at("/series/undelivered")))
          .isEqualTo(probes - counts.get("delivered").asInt());
      assertThat(counts.get("late_share").asDouble())
          .isEqualTo(Math.round(10_000.0 * counts.get("late").asInt() / probes) / 10_000.0);
      assertThat(sum(route.get("outcomes"))).isEqualTo(route.get("sessions").asInt());
      assertThat(route.get("series").get("oldest_age").size())
          .isEqualTo(data.at("/header/buckets").asInt());
    }
    int deferred = 0;
    for (JsonNode route : data.get("routes")) {
      deferred += route.at("/outcomes/deferred").asInt();
    }
    int ofForests = 0;
    for (JsonNode forest : data.get("forests")) {
      ofForests += forest.get("deferred").asInt();
      assertThat(sum(forest.get("series"))).isEqualTo(forest.get("deferred").asInt());
    }
    assertThat(ofForests).isEqualTo(deferred).isPositive();
    for (JsonNode post : data.get("posts")) {
      for (JsonNode region : data.get("regions")) {
        JsonNode spell = region.at("/spells/0");
        String name = region.get("region").asString();
        Instant seen = Instant.parse(spell.get("seen").asString());
        Instant at = Instant.parse(post.get("at").asString());
        assertThat(post.get("leads").get(name).asDouble())
            .isEqualTo(Duration.between(seen, at).toMillis() / 1e3);
      }
    }
  }

  private static int sum(JsonNode numbers) {
    int sum = 0;
    for (JsonNode each : numbers) {
      sum += each.asInt();
    }
    return sum;
  }

  @Test
  void theVerdictTableIsThatOfTheData() {
    for (JsonNode route : data.get("routes")) {
      JsonNode counts = route.get("counts");
      String row =
          "<tr><th scope=\"row\">%s</th><td>%s</td><td class=\"n\">%s of %s</td><td class=\"n\">%s</td><td class=\"n\">%s (%s)</td>"
              .formatted(
                  route.get("region").asString(),
                  route.get("route").asString(),
                  Words.count(counts.get("probes").asInt()),
                  Words.count(route.get("ticks").asInt()),
                  Words.count(counts.get("delivered").asInt()),
                  Words.count(counts.get("late").asInt()),
                  Words.share(counts.get("late_share").asDouble()));
      assertThat(page).contains(row);
    }
  }

  @Test
  void theSameReportIsTheSamePage() {
    assertThat(new String(Page.of(Incident.report()), UTF_8)).isEqualTo(page);
  }

  @Test
  void whatStrangersSayIsText() {
    Past past = new Past(Past.START, Past.START.plus(Duration.ofHours(2)));
    ReportedRoute route = past.route("amer", Path.INBOUND, Duration.ofMinutes(1));
    past.ticks(
        route,
        (of, tick) ->
            past.probe(
                of,
                tick,
                List.of(Sessions.refusedBy(tick, Phase.BANNER, 421, EVIL, EVIL)),
                Optional.empty(),
                Optional.<Verdict>empty()));
    ReportBuilder builder = past.builder();
    builder.posts(List.of(new Post(Past.ONSET, EVIL, EVIL)));
    builder.alerts(
        List.of(
            new AlertSpell(
                EVIL,
                new TreeMap<>(Map.of("severity", EVIL, "region", EVIL)),
                Past.ONSET,
                Past.ONSET,
                Optional.empty())));
    builder.note(EVIL);
    Report evil = builder.build();
    String drawn = new String(Page.of(evil), UTF_8);
    assertThat(drawn.split("<script", -1)).hasSize(2);
    assertThat(drawn.split("</script", -1)).hasSize(2);
    assertThat(drawn).doesNotContain("<img").contains("&lt;img src=x onerror=alert(2)&gt;");
    assertThat(data(drawn)).isEqualTo(JsonMapper.shared().readTree(evil.json()));
    assertThat(drawn).contains("default-src 'none'").doesNotContain("http://", "https://");
  }

  @Test
  void anEmptyTimeIsDrawn() {
    Past past = new Past(Past.START, Past.START.plusSeconds(30));
    past.route("amer", Path.OUTBOUND, Duration.ofMinutes(5));
    assertThat(new String(Page.of(past.report()), UTF_8)).contains("amer: no time of trouble");
  }
}
