package io.mailprobe.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailprobe.app.config.bind.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a configuration is told, all of it, where it is. */
class BadConfigTest {

  private static final Path SAMPLES = Path.of("src/test/resources/config");
  private static final String EXPECTED = "#! ";

  @TempDir private Path folder;

  static Stream<Path> samples() throws IOException {
    try (Stream<Path> all = Files.list(SAMPLES.resolve("bad"))) {
      return all.sorted().toList().stream();
    }
  }

  /** Each sample says behind {@code #!} what is to be said of it. */
  @ParameterizedTest
  @MethodSource("samples")
  void eachMistakeIsToldWhereItIs(Path sample) throws IOException {
    List<String> expected =
        Files.readAllLines(sample).stream()
            .filter(line -> line.startsWith(EXPECTED))
            .map(line -> line.substring(EXPECTED.length()))
            .toList();
    assertThat(expected).isNotEmpty();
    assertThat(problems(sample).stream().map(BadConfigTest::firstLine)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void noProblemShowsASecret(Path sample) {
    assertThat(problems(sample)).noneMatch(problem -> problem.describe("x").contains("hunter2"));
  }

  @Test
  void twelveMistakesAreToldInOneRun() {
    assertThat(
            problems(SAMPLES.resolve("twelve-mistakes.yaml")).stream()
                .map(problem -> problem.place() + " " + problem.key()))
        .containsExactly(
            "1:9 region",
            "4:22 keys[0].secret",
            "5:8 store",
            "6:16 http.listen",
            "11:3 receiver.domians",
            "15:11 routes[0].path",
            "16:12 routes[0].every",
            "17:15 routes[0].deadline",
            "21:11 routes[0].submit.to",
            "23:14 routes[0].submit.auth.xoauth2.secret",
            "24:11 routes[1].name",
            "32:57 canaries[0].every");
  }

  @Test
  void aSyntaxErrorShowsItsLineWithAMarkBelow() {
    assertThat(problems(SAMPLES.resolve("bad/open-quote.yaml")).getFirst().snippet())
        .hasValue("    2 | prober: \"emea-1\n      |         ^");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing yet\n", "---\n", "null\n", "~"})
  void anEmptyFileIsToldAsSuch(String content) {
    assertThat(problems(content))
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .startsWith("the file is empty");
  }

  @Test
  void bytesThatAreNotUtf8AreToldWhereTheyAre() {
    byte[] content = "region: emea\nprober: M\u00fcnchen\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(problems(content).stream().map(BadConfigTest::firstLine))
        .containsExactly("2:10: byte 0xFC is not UTF-8; save the file as UTF-8");
  }

  @Test
  void utf16IsToldAsSuch() {
    assertThat(problems("region: emea\n".getBytes(StandardCharsets.UTF_16)))
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("UTF-16");
  }

  @Test
  void aMillionBracketsAreRefusedWithoutHarm() {
    assertThat(problems("[".repeat(900_000)))
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("nested");
  }

  @Test
  void aFileThatIsNoConfigurationByItsSizeIsRefused() {
    byte[] content = new byte[2_000_000];
    Arrays.fill(content, (byte) '#');
    assertThat(problems(content))
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("larger than 1 MB");
  }

  @Test
  void aMissingFileIsToldAsSuch() {
    assertThat(problems(folder.resolve("none.yaml")))
        .singleElement()
        .extracting(Problem::message)
        .isEqualTo("there is no such file");
  }

  @Test
  void aFolderIsToldAsSuch() {
    assertThat(problems(folder))
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("it is a folder");
  }

  @Test
  void aPasswordInAnAddressIsNotShown() {
    String content =
        """
        store: "jdbc:postgresql://me:hunter2@db/mailprobe?password=hunter2&x=y"
        feeds: [{url: "ftp://me:hunter2@mx.example.net"}]
        """;
    assertThat(problems(content)).extracting(Problem::key).contains("store", "feeds[0].url");
    assertThat(problems(content)).noneMatch(problem -> problem.describe("x").contains("hunter2"));
  }

  @Test
  void whatAVariableOrAFileHoldsIsNotShown() {
    TestMachine machine =
        new TestMachine().variable("EVERY", "hunter2").file("/run/secrets/region", "hunter2 \n\n");
    ConfigException fault =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                machine.read(
                    """
                    region: "${file:/run/secrets/region}"
                    canaries: [{name: c, target: "mx:contoso.com", every: "${env:EVERY}"}]
                    """));
    assertThat(fault.problems()).extracting(Problem::key).contains("region", "canaries[0].every");
    assertThat(fault.problems()).noneMatch(problem -> problem.describe("x").contains("hunter2"));
  }

  private static String firstLine(Problem problem) {
    return problem.describe("").lines().findFirst().orElseThrow().substring(1);
  }

  private static List<Problem> problems(Path file) {
    return catchThrowableOfType(ConfigException.class, () -> ConfigFile.read(file, new Machine()))
        .problems();
  }

  private static List<Problem> problems(String content) {
    return problems(content.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Problem> problems(byte[] content) {
    return catchThrowableOfType(ConfigException.class, () -> new TestMachine().read(content))
        .problems();
  }
}
