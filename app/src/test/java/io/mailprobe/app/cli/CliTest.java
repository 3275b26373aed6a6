package io.mailprobe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.Machine;
import io.mailprobe.app.config.bind.Surroundings;
import io.mailprobe.app.doctor.Finding;
import io.mailprobe.app.doctor.Standing;
import io.mailprobe.app.scenario.Scenarios;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CliTest {

  private static final String GOOD =
      """
      region: emea
      prober: emea-1
      keys: [{id: k1, secret: 0123456789abcdef}]
      feeds: [{url: "http://127.0.0.1:8080"}]
      routes: [{name: control, path: control, to: probe.test, submit: {to: "127.0.0.1:2525"}}]
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Object> called = new ArrayList<>();
  private final List<Finding> found = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void checkOfAGoodConfigurationSaysWhatItHolds() throws IOException {
    String file = file(GOOD);
    assertThat(execute("check", file)).isZero();
    assertThat(out).hasToString(file + ": ok: region emea; prober emea-1; 1 route; 1 feed\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void checkOfABadConfigurationSaysAllThatIsWrong() throws IOException {
    String file = file(GOOD.replace("emea-1", "emea 1").replace("path: control", "path: contrl"));
    assertThat(execute("check", file)).isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(file + ":2:9 prober: expected a name"),
            line -> assertThat(line).startsWith(file + ":5:32 routes[0].path: expected one of"),
            line -> assertThat(line).isEqualTo(file + ": 2 errors"));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void checkWritesJsonForPrograms() throws IOException {
    String file = file(GOOD.replace("emea-1", "emea 1"));
    assertThat(execute("check", "--json", file)).isEqualTo(2);
    JsonNode result = JsonMapper.shared().readTree(out.toString());
    assertThat(result.path("usable").asBoolean()).isFalse();
    JsonNode problem = result.path("problems").path(0);
    assertThat(problem.path("line").asInt()).isEqualTo(2);
    assertThat(problem.path("column").asInt()).isEqualTo(9);
    assertThat(problem.path("key").asString()).isEqualTo("prober");
    assertThat(problem.path("severity").asString()).isEqualTo("error");
    assertThat(problem.path("message").asString()).contains("expected a name");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aReplyIsExplained() {
    assertThat(
            execute(
                "explain-reply",
                "450 4.4.317 Cannot establish session with remote server [Message=421 4.3.2 Service"
                    + " not active] [LastAttemptedServerName=mx.probe.example.net]"
                    + " [LastAttemptedIP=192.0.2.25:25]"
                    + " [BL02EPF00046C14.namprd07.prod.outlook.com 2026-07-07T15:48:53.514Z"
                    + " 08DED27250BC5691]"))
        .isZero();
    assertThat(out.toString().lines().skip(2))
        .containsExactly(
            "Means      not_accepting: the server takes no mail now: it is shutting down, being"
                + " maintained, or overloaded",
            "Class      transient: the sender is to try again",
            "Points at  our receiver",
            "Because    rule not-accepting matches the reply it quotes: enhanced code *.3.2; by"
                + " itself that points at Exchange Online, who said it changes that",
            "To do      It is your receiver, or what stands before it, that said so: look there",
            "It quotes  421 4.3.2 Service not active",
            "Next hop   mx.probe.example.net [192.0.2.25:25]",
            "Server     BL02EPF00046C14.namprd07.prod.outlook.com, forest namprd07, its clock"
                + " 2026-07-07T15:48:53.514Z, session 08DED27250BC5691");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aReplyIsExplainedToPrograms() {
    assertThat(
            execute(
                "explain-reply",
                "--json",
                "451 4.7.0 Temporary server error. PRX4 [SN2PR00CA0018.namprd00.prod.outlook.com]"))
        .isZero();
    JsonNode result = JsonMapper.shared().readTree(out.toString());
    assertThat(result.path("reason").asString()).isEqualTo("proxy_failed");
    assertThat(result.path("party").asString()).isEqualTo("exchange_online");
    assertThat(result.path("class").asString()).isEqualTo("transient");
    assertThat(result.path("rule").asString()).isEqualTo("front-end-proxy");
    assertThat(result.path("own_rule").asBoolean()).isFalse();
    assertThat(result.path("suffix").asString()).isEqualTo("PRX4");
    assertThat(result.path("forest").asString()).isEqualTo("namprd00");
    assertThat(result.path("inner_reply").isNull()).isTrue();
  }

  @Test
  void aUsersRulesExplainFirst() throws IOException {
    String rule =
        "classification: {rules: [{name: mine, code: 421, reason: expired, advice: Sleep}]}";
    assertThat(execute("explain-reply", "--config", file(GOOD + rule), "421", "4.3.2", "no"))
        .isZero();
    assertThat(out.toString())
        .startsWith("421 4.3.2 no\n")
        .contains("Because    your rule mine matches: code 421", "To do      Sleep");
  }

  @Test
  void thePhaseOfAReplyMatters() {
    assertThat(execute("explain-reply", "--phase", "rcpt", "550 no")).isZero();
    assertThat(out.toString()).contains("recipient_unknown");
    assertThat(execute("explain-reply", "--phase", "party", "550 no")).isEqualTo(2);
    assertThat(err.toString()).contains("expected one of connect, banner");
  }

  @Test
  void aReplyThatRefusesNothingIsSaidTo() {
    assertThat(execute("explain-reply", "250 2.0.0 OK")).isZero();
    assertThat(execute("explain-reply", "--json", "354 Go on")).isZero();
    assertThat(out.toString()).contains("positive: it refuses nothing", "\"intermediate\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "4.3.2 no code", "999 no"})
  void whatIsNoReplyIsUsedWrongly(String text) {
    assertThat(execute("explain-reply", text)).isEqualTo(2);
    assertThat(err.toString()).startsWith("mailprobe: no reply in \"");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void runHandsTheConfigurationOn() throws IOException {
    assertThat(execute("run", file(GOOD))).isEqualTo(1);
    assertThat(called).containsExactly("emea-1");
  }

  @Test
  void runOfABadConfigurationStartsNothing() throws IOException {
    assertThat(execute("run", file("region: emea\n"))).isEqualTo(2);
    assertThat(called).isEmpty();
    assertThat(err.toString()).contains("config.yaml:1:1 keys: is missing");
  }

  @Test
  void sendPicksTheRoute() throws IOException {
    assertThat(execute("send", file(GOOD), "control")).isZero();
    assertThat(called).containsExactly("control");
  }

  @Test
  void sendOnAnUnknownRouteSuggestsOne() throws IOException {
    assertThat(execute("send", file(GOOD), "contrl")).isEqualTo(2);
    assertThat(err.toString()).contains("has no route contrl; did you mean control?");
  }

  @Test
  void demoTakesItsOptions() {
    assertThat(execute("demo", "--http", "127.0.0.1:18080", "--for", "4m", "--seed", "7")).isZero();
    assertThat(called)
        .containsExactly(
            new DemoCommand.Settings(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 18080),
                Optional.of(Duration.ofMinutes(4)),
                new Scenarios(new Machine()).shipped("demo"),
                1,
                7));
  }

  /** The name, at which speed, with which seed. */
  @ParameterizedTest
  @CsvSource({
    "demo, 1, 1",
    "EX1331830, 218, 1",
    "healthy --speed=1000 --seed=9, 1000, 9",
    "one-forest, 15, 1"
  })
  void demoPlaysAScenarioInMinutesUnlessToldOtherwise(String asked, int speed, long seed) {
    assertThat(execute(("demo --scenario " + asked).split(" "))).isZero();
    assertThat(called)
        .singleElement()
        .satisfies(
            settings -> {
              DemoCommand.Settings given = (DemoCommand.Settings) settings;
              assertThat(asked).startsWith(given.scenario().name());
              assertThat(given.speed()).isEqualTo(speed);
              assertThat(given.seed()).isEqualTo(seed);
            });
  }

  @Test
  void demoNamesItsScenariosAndRefusesOthers() throws IOException {
    assertThat(execute("demo", "--help")).isZero();
    assertThat(out.toString()).contains("healthy, EX1331830,");
    assertThat(execute("demo", "--scenario", "helthy")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean healthy?");
    assertThat(execute("demo", "--scenario", file("name: mine\nlength: 5\n"))).isEqualTo(2);
    assertThat(err.toString()).contains(":2:9 length:", "summary: is missing");
    assertThat(called).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--for=abc",
        "--for=0s",
        "--for=5",
        "--http=8080",
        "--seed=x",
        "--speed=0",
        "--speed=2000"
      })
  void aBadOptionOfDemoIsToldInOneLine(String option) {
    assertThat(execute("demo", option)).isEqualTo(2);
    assertThat(err.toString()).startsWith("mailprobe: Invalid value for option");
    assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(2);
    assertThat(called).isEmpty();
  }

  @Test
  void simulateTakesItsOptions() {
    String[] arguments = {
      "simulate",
      "--listen",
      "0.0.0.0:2600",
      "--deliver",
      "receiver:2525",
      "--token-file",
      "t",
      "--speed=120"
    };
    assertThat(execute(arguments)).isZero();
    assertThat(called)
        .containsExactly(
            new SimulateCommand.Settings(
                new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 2600),
                InetSocketAddress.createUnresolved("receiver", 2525),
                Path.of("t"),
                new Scenarios(new Machine()).shipped("demo"),
                120,
                1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"receiver", ":2525", "receiver:x", "receiver:65536", "receiver:"})
  void aReceiverThatIsNoHostAndPortIsToldInOneLine(String receiver) {
    assertThat(execute("simulate", "--token-file=t", "--deliver=" + receiver)).isEqualTo(2);
    assertThat(err.toString()).startsWith("mailprobe: Invalid value for option '--deliver'");
    assertThat(called).isEmpty();
  }

  @Test
  void aMisspeltCommandOrOptionIsSuggested() {
    assertThat(execute("chek")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean: mailprobe check?");
    assertThat(execute("check", "--jsn", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("--json");
  }

  @Test
  void withoutACommandTheCommandsAreNamed() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).contains("expected a command: check, run, send, demo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "run", "send", "demo", "simulate", "show", "explain-reply"})
  void everyCommandHasHelpWithAnExample(String command) {
    assertThat(execute(command, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: mailprobe " + command, "Example:");
  }

  @Test
  void showTakesAProbesIdAndTellsWhatItCannotShow() throws IOException {
    String id = "06FQ3X9K2M4V8R1T5W7Y0Z2B4C";
    assertThat(execute("show", file(GOOD), id)).isEqualTo(1);
    assertThat(called).containsExactly(id.toLowerCase(Locale.ROOT));
    assertThat(err).hasToString("mailprobe: no such probe\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "421", "\u001b[31m", "06fq3x9k2m4v8r1t5w7y0z2b4u", "../../etc/passwd"})
  void showTakesNothingElse(String id) throws IOException {
    assertThat(execute("show", file(GOOD), id)).isEqualTo(2);
    assertThat(called).isEmpty();
    assertThat(err.toString()).contains("is no probe id").doesNotContain("\u001b");
  }

  @Test
  void versionIsOneLine() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).matches("mailprobe \\S+, Java \\d+\n");
  }

  @Test
  void whatACommandTellsIsAllThatTheUserSees() {
    Cli cli =
        cli()
            .with(
                new DemoCommand(
                    new Machine(),
                    (_, _) -> {
                      throw new CommandException(ExitStatus.FAULT, "port 8080 is taken");
                    }));
    assertThat(cli.execute("demo")).isEqualTo(1);
    assertThat(err).hasToString("mailprobe: port 8080 is taken\n");
  }

  @Test
  void aFaultOfTheProgramShowsNoStackTrace() {
    Cli cli =
        cli()
            .with(
                new DemoCommand(
                    new Machine(),
                    (_, _) -> {
                      throw new IllegalStateException("hunter2");
                    }));
    assertThat(cli.execute("demo")).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().contains("fault of the program");
  }

  private int execute(String... arguments) {
    Surroundings machine = new Machine();
    return cli()
        .with(new CheckCommand(machine))
        .with(
            new RunCommand(
                machine,
                file -> {
                  called.add(file.config().prober());
                  return ExitStatus.FAULT;
                }))
        .with(
            new SendCommand(
                machine,
                (_, route, _) -> {
                  called.add(route.name());
                  return ExitStatus.OK;
                }))
        .with(
            new DemoCommand(
                machine,
                (settings, _) -> {
                  called.add(settings);
                  return ExitStatus.OK;
                }))
        .with(
            new SimulateCommand(
                new Machine(),
                (settings, _) -> {
                  called.add(settings);
                  return ExitStatus.OK;
                }))
        .with(
            new ShowCommand(
                machine,
                (_, probe) -> {
                  called.add(probe.toString());
                  throw new CommandException(ExitStatus.FAULT, "no such probe");
                }))
        .with(new ExplainReplyCommand(machine))
        .with(
            new DoctorCommand(
                machine,
                (read, patience, sink) -> {
                  called.add(patience);
                  found.forEach(sink);
                  return found.stream().noneMatch(each -> each.standing() == Standing.FAULT);
                }))
        .execute(arguments);
  }

  @Test
  void doctorWritesEachCheckAndEndsWithItsStatus() throws IOException {
    found.add(finding("mx", Standing.OK, "is there", Optional.empty()));
    assertThat(execute("doctor", file(GOOD), "--wait", "10m")).isZero();
    assertThat(called).containsExactly(Duration.ofMinutes(10));
    assertThat(out.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("ok       configuration ").endsWith("1 feed"),
            line -> assertThat(line).isEqualTo("ok       mx probe.test: is there"),
            line -> assertThat(line).isEmpty(),
            line ->
                assertThat(line).isEqualTo("Nothing is broken: 2 ok, 0 worth a look, 0 skipped"));
  }

  @Test
  void doctorSaysWhatToDoAndWhatItSkips() throws IOException {
    found.add(finding("mx", Standing.FAULT, "is not\u001b there", Optional.empty()));
    found.add(finding("way in", Standing.SKIPPED, "", Optional.of("mx probe.test")));
    assertThat(execute("doctor", file(GOOD))).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "FAULT    mx probe.test: is not  there\n         to do: publish it\n",
            "skipped  way in probe.test: because of the fault: mx probe.test\n",
            "1 fault: 1 ok, 0 worth a look, 1 skipped");
  }

  @Test
  void doctorOfABadConfigurationNamesItAndLooksAtNothingElse() throws IOException {
    String file = file(GOOD.replace("emea-1", "emea 1"));
    assertThat(execute("doctor", file)).isEqualTo(2);
    assertThat(out.toString())
        .contains("FAULT    configuration " + file + ": config.yaml:2:9 prober: expected a name")
        .contains("mailprobe check " + file);
    assertThat(called).isEmpty();
  }

  @Test
  void doctorWritesAnObjectForEachCheck() throws IOException {
    found.add(finding("mx", Standing.FAULT, "is not there", Optional.empty()));
    found.add(finding("way in", Standing.SKIPPED, "", Optional.of("mx probe.test")));
    assertThat(execute("doctor", file(GOOD), "--json")).isEqualTo(1);
    List<String> lines = out.toString().lines().toList();
    assertThat(lines)
        .hasSize(4)
        .contains(
            "{\"check\":\"mx\",\"subject\":\"probe.test\",\"standing\":\"fault\",\"seen\":\"is not there\","
                + "\"remedies\":[\"publish it\"],\"because\":null}")
        .last()
        .isEqualTo("{\"ok\":1,\"note\":0,\"fault\":1,\"skipped\":1}");
    assertThat(lines.get(2)).contains("\"because\":\"mx probe.test\"");
  }

  private static Finding finding(
      String check, Standing standing, String seen, Optional<String> because) {
    return new Finding(
        check,
        "probe.test",
        standing,
        seen,
        standing == Standing.FAULT ? List.of("publish it") : List.of(),
        because);
  }

  private Cli cli() {
    return new Cli(new PrintWriter(out), new PrintWriter(err));
  }

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), content).toString();
  }
}
