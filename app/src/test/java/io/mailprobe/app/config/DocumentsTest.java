package io.mailprobe.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Problem;
import io.mailprobe.protocol.classify.Reason;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents say of the configuration is so. */
class DocumentsTest {

  private static final Path ROOT = Path.of("..");
  private static final Path MANUAL = ROOT.resolve("docs/configuration.md");
  private static final String BEGIN = "<!-- reference: made from the code -->\n";
  private static final String END = "<!-- end of reference -->\n";
  private static final Pattern ROUTE = Pattern.compile("(?s)```yaml\\n(- .*?)```");
  private static final TestCertificates.Client RELAY =
      new TestCertificates().forClient("relay.contoso.com");
  private static final Pattern WHOLE_CONFIGURATION =
      Pattern.compile("```yaml\\n((?:#.*\\n)*region:.*?)```", Pattern.DOTALL);

  @TestFactory
  Stream<DynamicTest> everyExampleCanBeUsed() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("examples"))) {
      List<Path> examples = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
      return examples.stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.getFileName().toString(),
                      () ->
                          assertThat(machine().read(Files.readString(file)).warnings()).isEmpty()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"configuration.md", "set-up.md"})
  void everyWholeConfigurationInTheManualsCanBeUsed(String manual) throws Exception {
    Matcher blocks = WHOLE_CONFIGURATION.matcher(Files.readString(MANUAL.resolveSibling(manual)));
    int count = 0;
    while (blocks.find()) {
      assertThat(machine().read(blocks.group(1)).warnings()).isEmpty();
      count++;
    }
    assertThat(count).isPositive();
  }

  /** What a guide gives to be added to a configuration. */
  @Test
  void everyAdditionInTheGuideCanBeMade() throws Exception {
    String guide = Files.readString(MANUAL.resolveSibling("set-up.md"));
    Matcher whole = WHOLE_CONFIGURATION.matcher(guide);
    assertThat(whole.find()).isTrue();
    Matcher additions =
        Pattern.compile("```yaml\\n(service_health:.*?)```", Pattern.DOTALL).matcher(guide);
    assertThat(additions.find()).isTrue();
    ConfigFile added = machine().read(whole.group(1) + additions.group(1));
    assertThat(added.warnings()).isEmpty();
    assertThat(added.config().serviceHealth()).isPresent();
  }

  @Test
  void metricsArePushedAsTheManualSays() throws Exception {
    String manual = Files.readString(MANUAL);
    Matcher whole = WHOLE_CONFIGURATION.matcher(manual);
    assertThat(whole.find()).isTrue();
    Matcher addition =
        Pattern.compile("```yaml\\n(metrics:.*?)```", Pattern.DOTALL).matcher(manual);
    assertThat(addition.find()).isTrue();
    ConfigFile added = machine().read(whole.group(1) + addition.group(1));
    assertThat(added.warnings()).isEmpty();
    Config.Otlp otlp = added.config().metrics().otlp().orElseThrow();
    assertThat(otlp.url().toString()).isEqualTo("https://otel.example.net:4318/v1/metrics");
    assertThat(otlp.headers()).extracting(Config.Header::name).containsExactly("Authorization");
    assertThat(otlp.toString()).doesNotContain(otlp.headers().getFirst().value().reveal());
    assertThat(added.config().metrics().histograms()).isEqualTo(Config.Histograms.CLASSIC);
    String clear = addition.group(1).replace("https:", "http:");
    assertThat(machine().read(whole.group(1) + clear).warnings())
        .extracting(Problem::key)
        .containsExactly("metrics.otlp.url");
    assertThat(
            machine()
                .read(whole.group(1) + clear.replace("otel.example.net", "127.0.0.1"))
                .warnings())
        .isEmpty();
  }

  /** Routes that stand by themselves, each in a file of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"paths.md", "set-up.md"})
  void everyRouteInTheManualsCanBeUsed(String manual) throws Exception {
    List<String> routes =
        ROUTE
            .matcher(Files.readString(MANUAL.resolveSibling(manual)))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(routes).isNotEmpty();
    for (String route : routes) {
      String whole =
          """
          region: emea
          keys: [{id: k1, secret: 0123456789abcdef}]
          receiver:
            hostname: mx.probe.example.net
            domains: [probe.example.net]
            addresses: [loop@probe.example.net]
          routes:
          """;
      assertThat(machine().read(whole + route).warnings()).as(route).isEmpty();
    }
  }

  /** Anything in code type that begins with a key of the root. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "configuration.md",
        "set-up.md",
        "security.md",
        "regions.md",
        "containers.md",
        "paths.md",
        "doctor.md"
      })
  void everyKeyInTheManualsIsOne(String manual) throws IOException {
    Set<String> keys =
        Kinds.rows(RootSection.SECTION)
            .map(row -> row.path().replace("[]", ""))
            .collect(Collectors.toSet());
    String roots = keys.stream().filter(key -> !key.contains(".")).collect(Collectors.joining("|"));
    Matcher mentioned =
        Pattern.compile("`((?:" + roots + ")(?:\\[])?\\.[a-z_.\\[\\]]+)`")
            .matcher(Files.readString(MANUAL.resolveSibling(manual)));
    assertThat(mentioned.results().map(found -> found.group(1).replace("[]", ""))).isSubsetOf(keys);
  }

  @Test
  void theManualsReferenceIsThatOfTheCode() throws IOException {
    String manual = Files.readString(MANUAL);
    assertThat(manual).contains(BEGIN, END);
    String reference =
        manual.substring(manual.indexOf(BEGIN) + BEGIN.length(), manual.indexOf(END));
    Path made = Path.of("target/configuration-reference.md");
    Files.writeString(made, reference());
    assertThat(reference)
        .as("the reference in docs/configuration.md; put in what %s holds", made)
        .isEqualTo(reference());
  }

  private static String reference() {
    return Kinds.rows(RootSection.SECTION)
        .map(
            row ->
                Stream.of("`" + row.path() + "`", row.kind(), row.otherwise(), row.meaning())
                    .map(cell -> cell.replace("|", "\\|"))
                    .collect(Collectors.joining(" | ", "| ", " |\n")))
        .collect(
            Collectors.joining(
                "",
                "\n| key | value | if left out | meaning |\n| --- | --- | --- | --- |\n",
                "\n"));
  }

  @Test
  void theManualsReasonsAreThoseOfTheCode() throws IOException {
    String begin = "<!-- reasons: made from the code -->\n";
    String manual = Files.readString(ROOT.resolve("docs/classification.md"));
    String end = "<!-- end of reasons -->\n";
    assertThat(manual).contains(begin, end);
    Path made = Path.of("target/classification-reasons.md");
    Files.writeString(made, reasons());
    assertThat(manual.substring(manual.indexOf(begin) + begin.length(), manual.indexOf(end)))
        .as("the reasons in docs/classification.md; put in what %s holds", made)
        .isEqualTo(reasons());
  }

  private static String reasons() {
    return Stream.of(Reason.values())
        .map(
            reason ->
                "| `%s` | `%s` | %s | %s |\n"
                    .formatted(
                        reason.label(), reason.party().label(), reason.meaning(), reason.advice()))
        .collect(
            Collectors.joining(
                "",
                "\n| reason | party | means | what to do |\n| --- | --- | --- | --- |\n",
                "\n"));
  }

  /** Rules in the manual are rules. */
  @Test
  void theManualsRulesCanBeUsed() throws IOException, ConfigException {
    String manual = Files.readString(ROOT.resolve("docs/classification.md"));
    int at = manual.indexOf("# rules.yaml");
    String rules = manual.substring(at, manual.indexOf("```", at));
    Config config =
        machine()
            .file("/etc/mailprobe/rules.yaml", rules)
            .read(
                """
                region: emea
                keys: [{id: k1, secret: 0123456789abcdef}]
                receiver: {hostname: mx.example.net, domains: [example.net]}
                classification: {rules: rules.yaml}
                """)
            .config();
    assertThat(config.rules()).hasSize(1);
  }

  private static TestMachine machine() {
    return new TestMachine()
        .file("/run/secrets/mailprobe-k1", "3b1f0a5c9e7d42688f1e2d3c4b5a6978\n")
        .file("/run/secrets/client", "a client secret\n")
        .file("/run/secrets/feed", "a token\n")
        .file("/run/secrets/hve", "a password\n")
        .file("/run/secrets/otlp-authorization", "Bearer hunter2\n")
        .file("/etc/mailprobe/relay.crt", RELAY.certificatePem())
        .file("/etc/mailprobe/relay.key", RELAY.keyPem())
        .file("/etc/mailprobe/tls.crt", "PEM")
        .file("/etc/mailprobe/tls.key", "PEM");
  }
}
