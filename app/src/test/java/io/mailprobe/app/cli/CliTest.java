package io.mailprobe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.Machine;
import io.mailprobe.app.config.bind.Surroundings;
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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
                7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--for=abc", "--for=0s", "--for=5", "--http=8080", "--seed=x"})
  void aBadOptionOfDemoIsToldInOneLine(String option) {
    assertThat(execute("demo", option)).isEqualTo(2);
    assertThat(err.toString()).startsWith("mailprobe: Invalid value for option");
    assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(2);
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
  @ValueSource(strings = {"check", "run", "send", "demo"})
  void everyCommandHasHelpWithAnExample(String command) {
    assertThat(execute(command, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: mailprobe " + command, "Example:");
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
                (settings, _) -> {
                  called.add(settings);
                  return ExitStatus.OK;
                }))
        .execute(arguments);
  }

  private Cli cli() {
    return new Cli(new PrintWriter(out), new PrintWriter(err));
  }

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), content).toString();
  }
}
