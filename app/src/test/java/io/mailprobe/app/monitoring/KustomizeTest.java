package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The overlays in {@code deploy/} as {@code kubectl} builds them. */
class KustomizeTest {

  private static final Pattern SECRET_FILE = Pattern.compile("--from-file=secrets/([a-z0-9-]+)");
  private static final Pattern SECRET_NAME = Pattern.compile("secret generic ([a-z0-9-]+)");

  static Stream<Path> overlays() {
    return Repository.files("deploy", "kustomization.yaml").stream()
        .map(Path::getParent)
        .filter(folder -> !folder.endsWith("base"));
  }

  @Test
  void thereIsOneForTheReceiverAndForEachRegionThatComposeHas() {
    assertThat(overlays().map(Repository.file("deploy")::relativize).map(Path::toString))
        .containsExactlyInAnyOrderElementsOf(
            Repository.yaml("docker-compose.yml").at("services").keys().stream()
                .filter(name -> name.equals("receiver") || name.startsWith("prober-"))
                .map(name -> name.replace("prober-", "regions/"))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void runsOneHardenedProcessWithItsConfigurationAndSecrets(Path overlay) throws Exception {
    check(overlay, Files.readString(overlay.resolve("kustomization.yaml")));
  }

  /** The commands of {@code docs/regions.md}, with the folder copied elsewhere. */
  @Test
  void anotherRegionIsMadeInTheLinesOfTheGuide(@TempDir Path folder) throws Exception {
    List<String> commands =
        found(Pattern.compile("(?m)^    ((?:cp|sed) .*)$"), Repository.read("docs/regions.md"));
    assertThat(commands).hasSize(2);
    Tool shell = Tool.orSkip("bash", "bash");
    shell.run(Repository.ROOT, "-c", "cp -r deploy " + folder);
    shell.run(folder, "-ec", String.join("\n", commands));
    Path made = folder.resolve("deploy/regions/latam");
    String kustomization = Files.readString(made.resolve("kustomization.yaml"));
    assertThat(kustomization).contains("prober-latam").doesNotContain("emea");
    assertThat(check(made, kustomization).config().region()).isEqualTo("latam");
  }

  private static ConfigFile check(Path overlay, String kustomization) throws Exception {
    List<Yaml> objects = built(overlay);
    Yaml process = only(objects, "StatefulSet", "");
    String name = nameOf(process);
    Yaml pod = process.at("spec").at("template");
    assertThat(process.at("spec").at("replicas").text()).isEqualTo("1");
    assertThat(process.at("spec").at("serviceName").text()).isEqualTo(name);
    assertThat(objects.stream().filter(object -> isA(object, "Service")))
        .allSatisfy(
            service ->
                assertThat(service.at("spec").at("selector").map())
                    .isEqualTo(pod.at("metadata").at("labels").map()))
        .extracting(KustomizeTest::nameOf)
        .contains(name);
    checkHardening(pod.at("spec"));

    Yaml secret = volume(pod, "secret").at("secretName");
    assertThat(List.of(secret.text())).isEqualTo(found(SECRET_NAME, kustomization));
    Map<String, String> secrets = new HashMap<>();
    found(SECRET_FILE, kustomization)
        .forEach(file -> secrets.put(file, "0123456789abcdef".repeat(4)));
    String configMap = volume(pod, "configMap").at("name").text();
    String text = only(objects, "ConfigMap", configMap).at("data").at("config.yaml").text();
    Path file = Files.writeString(Files.createTempFile("mailprobe", ".yaml"), text);
    try {
      ConfigFile config = InContainer.load(file, name, secrets);
      assertThat(config.warnings()).isEmpty();
      secrets.keySet().forEach(each -> assertThat(text).contains("/run/secrets/" + each + "}"));
      return config;
    } finally {
      Files.delete(file);
    }
  }

  private static List<Yaml> built(Path overlay) throws Exception {
    Tool kubectl = Tool.orSkip("kubernetes-client", "kubectl");
    String text = kubectl.run(Repository.ROOT, "kustomize", overlay.toString());
    List<Yaml> objects = new ArrayList<>();
    new Load(LoadSettings.builder().setLabel(overlay.toString()).build())
        .loadAllFromString(text)
        .forEach(object -> objects.add(new Yaml(overlay.getFileName().toString(), object)));
    return objects;
  }

  private static Yaml only(List<Yaml> objects, String kind, String name) {
    List<Yaml> found =
        objects.stream()
            .filter(object -> isA(object, kind) && nameOf(object).startsWith(name))
            .toList();
    assertThat(found).as(kind + " " + name).hasSize(1);
    return found.getFirst();
  }

  private static boolean isA(Yaml object, String kind) {
    return object.at("kind").text().equals(kind);
  }

  private static String nameOf(Yaml object) {
    return object.at("metadata").at("name").text();
  }

  private static Yaml volume(Yaml pod, String kind) {
    return pod.at("spec").at("volumes").items().stream()
        .filter(volume -> volume.has(kind))
        .findFirst()
        .orElseThrow()
        .at(kind);
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(result -> result.group(1)).toList();
  }

  private static void checkHardening(Yaml pod) {
    assertThat(pod.at("automountServiceAccountToken").text()).isEqualTo("false");
    assertThat(pod.at("securityContext").at("runAsNonRoot").text()).isEqualTo("true");
    Yaml container = pod.at("containers").items().getFirst();
    Yaml security = container.at("securityContext");
    assertThat(container.at("image").text()).isEqualTo("mailprobe:0.1.0");
    assertThat(security.at("readOnlyRootFilesystem").text()).isEqualTo("true");
    assertThat(security.at("allowPrivilegeEscalation").text()).isEqualTo("false");
    assertThat(security.at("capabilities").texts("drop")).containsExactly("ALL");
    assertThat(container.at("resources").at("limits").at("memory").text()).isNotBlank();
    assertThat(container.at("readinessProbe").at("httpGet").at("path").text()).isEqualTo("/readyz");
    assertThat(container.at("livenessProbe").at("httpGet").at("path").text()).isEqualTo("/healthz");
  }
}
