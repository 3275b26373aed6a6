package io.mailprobe.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailprobe.app.config.ConfigException;
import io.mailprobe.app.config.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a scenario is told: all of it, where it stands, and what to do. */
class BadScenarioTest {

  @TempDir private Path folder;

  @Test
  void tenMistakesAndMoreAreToldAtOnce() throws IOException {
    assertThat(
            problems(
                """
                name: planted
                sumary: ten mistakes
                length: 2h
                regions:
                  - name: amer
                  - name: nowhere
                phases:
                  - name: onset
                    from: 10m
                    for: 20m
                    ramp: 30m
                    scope: {region: amerr, share: 140%}
                    faults:
                      - {fault: replay, at: banner, line: "421 4.3.2 no"}
                      - {fault: reply, at: banner, line: "250 fine"}
                      - {fault: hold, delay: 90}
                  - name: late
                    from: 1h
                    for: 90m
                    faults: [{fault: drop, at: mail}]
                  - name: auth
                    from: 15m
                    until: 5m
                    scope: {path: inbound}
                    faults: [{fault: close, at: auth}]
                """))
        .containsExactly(
            "2:1 sumary: no such key; did you mean summary?",
            "6:5 regions[1].forests: is missing: only of amer, emea, deu and apac the forests are"
                + " known; give those of nowhere",
            "11:11 phases[0].ramp: is longer than the phase, which lasts 20m; make it shorter",
            "12:21 phases[0].scope.region[0]: there is no region amerr; did you mean amer?",
            "12:35 phases[0].scope.share: expected a share from 0 to 1, or from 0% to 100%, got"
                + " \"140%\"",
            "14:17 phases[0].faults[0].fault: expected one of reply, close, reset, stall, drip,"
                + " slow-handshake, tls-failure, hold, drop, duplicate, bounce, delay-report, strip,"
                + " rewrite, skew, surge, uneven, fewer-workers, leak, restart, token-failure,"
                + " dns-failure, receiver-down, clock-jump, got"
                + " \"replay\"; did you mean reply?",
            "15:42 phases[0].faults[1].line: expected one line of printable text that begins with a"
                + " code from 400 to 599, such as 421 4.3.2 Service not active, got \"250 fine\"",
            "16:30 phases[0].faults[2].delay: expected a duration such as 30s or 5m, got \"90\"; a"
                + " unit is missing: 90s",
            "19:10 phases[1].for: the phase lasts until 150m after the start, but the scenario is"
                + " over after 2h; end it before, or make length longer",
            "20:32 phases[1].faults[0].at: means nothing to drop; leave it out",
            "23:12 phases[2].until: the phase is over before it begins; let until be later than"
                + " from",
            "25:33 phases[2].faults[0].at: nobody logs in on path inbound; let the path be"
                + " outbound");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{region: amerr} | there is no region amerr; did you mean amer?",
        "{region: [amer, mars]} | there is no region mars; there are amer, emea, apac",
        "{forest: namprd08} | there is no forest namprd08; did you mean namprd07?",
        "{front_end: SJ5PEPF000001F3} | no front end SJ5PEPF000001F3; did you mean SJ5PEPF000001F2",
        "{region: [amer, amer]} | amer stands here twice",
        "{region: emea, forest: namprd07} | nobody is meant",
        "{forest: namprd07, front_end: AM4PEPF000001F2} | nobody is meant",
        "{path: sideways} | expected one of outbound, inbound",
        "{share: 1.5} | did you mean 1.5%?",
        "{share: many} | expected a number",
        "amer | expected keys",
        "{regions: amer} | no such key; did you mean region?"
      })
  void scopesThatMeanNobodyAreRefused(String scope, String told) throws IOException {
    assertThat(only(phase("scope: " + scope + "\n    faults: [{fault: drop}]"))).contains(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{fault: close} | at: is missing and required",
        "{fault: close, at: connect} | expected one of banner",
        "{fault: close, at: banner, line: 421 no} | line: means nothing to close",
        "{fault: reply, at: banner, line: 421 ünlovely} | printable text",
        "{fault: reply, at: banner, line: 221 bye} | code from 400 to 599",
        "{fault: bounce, line: 450 4.4.1 later} | a permanent refusal",
        "{fault: delay-report, line: 550 5.4.1 never, delay: 5m} | a transient refusal",
        "{fault: hold, delay: 5m, delay_from: 1m} | needs a ramp",
        "{fault: drop, share: 10%, share_from: 1%} | needs a ramp",
        "{fault: hold, delay: 5m, drain: 1m, drain_rate: 5} | stands beside drain",
        "{fault: hold, delay: 5m, drain_order: arrival} | needs drain_rate",
        "{fault: hold, delay: 60h} | expected a duration from 1ms to 47h",
        "{fault: drip, at: banner, every: 5h} | expected a duration from 10ms to 1m",
        "{fault: strip, fields: 'two words'} | name of a header field",
        "{fault: skew, by: 0s} | other than none",
        "{fault: restart, away: 5m} | drain: is missing and required",
        "{fault: surge, times: 3, path: inbound} | path: means nothing to surge",
        "{fault: uneven, times: 3, times_from: 1} | needs a ramp",
        "{fault: receiver-down, share: 50%} | share: means nothing to receiver-down",
        "{fault: dns-failure, how: secret-expired} | name servers have no secret",
        "{fault: token-failure, how: badly} | expected one of unavailable",
        "{} | fault: is missing and required"
      })
  void faultsThatNobodyCouldMeetAreRefused(String fault, String told) throws IOException {
    assertThat(only(phase("faults: [" + fault + "]"))).contains(told);
  }

  @Test
  void whatStrikesTheWorldAroundStrikesWholeRegions() throws IOException {
    assertThat(only(phase("scope: {path: inbound}\n    faults: [{fault: dns-failure}]")))
        .contains("strikes whole regions");
    assertThat(only(phase("scope: {path: inbound}\n    faults: [{fault: leak, times: 2}]")))
        .contains("take mail of both paths");
    assertThat(only(phase("scope: {region: amer}\n    faults: [{fault: receiver-down}]")))
        .contains("one receiver for all regions");
  }

  @Test
  void whatIsOnAlreadyIsNotSwitchedOnAgain() throws IOException {
    String two =
        """
        name: twice
        summary: two phases at once
        length: 1h
        phases:
          - {name: one, from: 0s, for: 20m, scope: {region: [amer, emea]}, faults: [{fault: drop, share: 1%%}]}
          - {name: two, from: %s, for: 20m, scope: {region: %s}, faults: [{fault: %s, share: 2%%}]}
        """;
    assertThat(only(two.formatted("10m", "[emea, apac]", "drop")))
        .contains("6:")
        .contains("is on already in emea, by phase \"one\", until 20m after the start");
    assertThat(problems(two.formatted("20m", "[emea, apac]", "drop"))).isEmpty();
    assertThat(problems(two.formatted("10m", "apac", "drop"))).isEmpty();
    assertThat(problems(two.formatted("10m", "emea", "duplicate"))).isEmpty();
    assertThat(only(phase("faults: [{fault: drop, share: 1%}, {fault: drop, share: 2%}]")))
        .contains("stands in this phase already");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from: 2h | is 2h after the start, but the scenario is over after 1h",
        "from: 2026-06-02T11:00:00Z | is before the start of the scenario",
        "from: yesterday | expected a duration from the start",
        "from: 2026-06-02 13:03 | expected an instant",
        "from: -5m | expected a duration from the start",
        "{} | from: is missing and required"
      })
  void phasesBeyondTheScenarioAreRefused(String from, String told) throws IOException {
    String line = from.equals("{}") ? "ramp: 0s" : from;
    assertThat(only("name: t\nsummary: t\nlength: 1h\nphases:\n  - name: p\n    " + line + "\n"))
        .contains(told);
  }

  @Test
  void namesAreUnique() throws IOException {
    assertThat(
            only(
                """
                name: t
                summary: t
                length: 1h
                phases:
                  - {name: p, from: 0s, for: 1m}
                  - {name: p, from: 1m, for: 1m}
                """))
        .contains("\"p\" is taken already (line 5)");
    assertThat(
            problems(
                """
                name: t
                summary: t
                length: 1h
                regions:
                  - {name: amer}
                  - name: west
                    forests: [{name: namprd07, front_ends: [SJ5A, SJ5A]}]
                """))
        .hasSize(2)
        .anyMatch(problem -> problem.contains("belongs to amer already"))
        .anyMatch(problem -> problem.contains("SJ5A is another front end of west"));
  }

  @Test
  void postsBelongToAnIncident() throws IOException {
    String head = "name: t\nsummary: t\nlength: 1h\n";
    assertThat(only(head + "posts: [{at: 5m, title: a, text: b}]\n")).contains("need incident");
    assertThat(only(head + "incident: EX1\n")).contains("the posts of EX1 are not known");
    assertThat(only(head + "incident: EX1331830\n")).contains("choose start and length");
    assertThat(only(head + "incident: EX1\nposts: [{at: 2h, title: a, text: b}]\n"))
        .contains("posts[0].at: is 2h after the start");
    assertThat(only(head + "incident: EX1\nposts: [{at: 5m, title: a, text: b, next: 5m}]\n"))
        .contains("posts[0].next: is not after at");
    assertThat(problems(head + "incident: EX1\nposts: [{at: 5m, title: a, text: b}]\n")).isEmpty();
  }

  @Test
  void whatIsNoScenarioAtAllIsToldSo() throws IOException {
    assertThat(only("")).contains("the file is empty; docs/scenarios.md begins with an example");
    assertThat(only("- a\n- b\n")).contains("expected keys");
    assertThat(problems("name: x\n")).hasSize(2);
    assertThat(problems("name: [\n")).hasSize(1);
    assertThat(catching(folder.resolve("none.yaml").toString()).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("no such file"));
    assertThat(catching("helthy").problems().getFirst().message())
        .contains("did you mean healthy?");
    assertThat(catching("something").problems().getFirst().message())
        .contains("there are healthy, EX1331830");
  }

  private static String phase(String rest) {
    return "name: t\nsummary: t\nlength: 1h\nphases:\n  - name: p\n    from: 5m\n    for: 20m\n    "
        + rest
        + "\n";
  }

  private String only(String content) throws IOException {
    List<String> problems = problems(content);
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  private List<String> problems(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("scenario.yaml"), content);
    try {
      new Scenarios(new Machine()).find(file.toString());
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream()
          .map(problem -> problem.describe("").substring(1))
          .collect(Collectors.toList());
    }
  }

  private static ConfigException catching(String nameOrFile) {
    return catchThrowableOfType(
        ConfigException.class, () -> new Scenarios(new Machine()).find(nameOrFile));
  }
}
