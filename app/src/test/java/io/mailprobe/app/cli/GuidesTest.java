package io.mailprobe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.health.ServiceHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the documents tell a reader to type is understood. */
class GuidesTest {

  private static final Path ROOT = Path.of("..");

  /** In running text, too, where it stands as code. */
  private static final Pattern COMMAND =
      Pattern.compile("(?m)(?:\\./mailprobe|`mailprobe) ([a-z][a-z-]*)([^`\\n]*)");

  private static final Pattern OPTION = Pattern.compile("(?<= )--[a-z-]+");

  private static final Map<String, Class<?>> COMMANDS =
      Stream.of(
              CheckCommand.class,
              DemoCommand.class,
              DoctorCommand.class,
              ExplainReplyCommand.class,
              ReplayCommand.class,
              ReportCommand.class,
              RunCommand.class,
              SendCommand.class,
              ShowCommand.class,
              SimulateCommand.class)
          .collect(
              Collectors.toMap(
                  type -> type.getAnnotation(Command.class).name(), Function.identity()));

  static Stream<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              docs.filter(file -> file.toString().endsWith(".md")).toList().stream(),
              Stream.of(ROOT.resolve("README.md")))
          .filter(file -> !file.toString().contains("/adr/"));
    }
  }

  /**
   * The permission that the program names when it is refused is the one that is given and taken.
   */
  @Test
  void thePermissionToReadServiceHealthIsGrantedAndTakenBack() throws IOException {
    String guide = Files.readString(ROOT.resolve("docs/set-up.md"));
    assertThat(guide)
        .contains("Value -EQ '" + ServiceHealth.PERMISSION + "'")
        .contains(
            "= New-MgServicePrincipalAppRoleAssignment ",
            "\nRemove-MgServicePrincipalAppRoleAssignment ");
    assertThat(Files.readString(ROOT.resolve("docs/configuration.md")))
        .contains("`" + ServiceHealth.PERMISSION + "`");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyCommandAndOptionIsThere(Path document) throws IOException {
    Matcher commands = COMMAND.matcher(Files.readString(document));
    while (commands.find()) {
      Class<?> type =
          Objects.requireNonNull(
              COMMANDS.get(commands.group(1)), commands.group() + " in " + document);
      assertThat(OPTION.matcher(commands.group(2)).results().map(MatchResult::group))
          .as(commands.group())
          .isSubsetOf(
              Arrays.stream(type.getDeclaredFields())
                  .filter(field -> field.isAnnotationPresent(Option.class))
                  .flatMap(field -> Arrays.stream(field.getAnnotation(Option.class).names()))
                  .toList());
    }
  }
}
