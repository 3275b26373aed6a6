package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.Machine;
import io.mailprobe.app.monitoring.dashboard.Dashboard;
import io.mailprobe.app.monitoring.dashboard.Dashboards;
import io.mailprobe.app.scenario.Scenarios;
import io.mailprobe.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker-compose.yml} and what it mounts fit together. */
class ComposeTest {

  private static final String CONFIG = "/etc/mailprobe/config.yaml";

  private final Yaml compose = Repository.yaml("docker-compose.yml");
  private final Yaml services = compose.at("services");

  @Test
  void composeTakesTheFile() throws Exception {
    Tool.orSkip("docker-compose", "docker-compose").run(Repository.ROOT, "config", "-q");
    // Refused by older Compose, obsolete in newer.
    assertThat(compose.keys()).doesNotContain("version", "name");
  }

  @Test
  void everyServiceIsPinnedHardenedAndWatched() {
    for (Yaml service : all()) {
      assertThat(service.at("image").text())
          .matches("[a-z/]+:v?[0-9]+\\.[0-9]+\\.[0-9]+(@sha256:[0-9a-f]{64})?");
      assertThat(service.at("read_only").text()).as(service.place()).isEqualTo("true");
      assertThat(service.texts("cap_drop")).as(service.place()).containsExactly("ALL");
      assertThat(service.texts("security_opt")).contains("no-new-privileges:true");
      assertThat(service.at("user").text()).as(service.place()).matches("[1-9][0-9]*:[1-9][0-9]*");
      assertThat(service.at("mem_limit").text()).isNotBlank();
      assertThat(service.at("pids_limit").text()).isNotBlank();
      assertThat(service.at("healthcheck").texts("test")).as(service.place()).contains("CMD");
      assertThat(service.at("healthcheck").at("interval").text()).isNotBlank();
      assertThat(service.at("logging").at("options").at("max-size").text()).isNotBlank();
    }
  }

  @Test
  void onlyMailIsOpenToTheWorld() {
    for (String profile : List.of("fleet", "demo")) {
      List<String> open = new ArrayList<>();
      Set<String> taken = new TreeSet<>();
      for (String name : names(profile)) {
        Yaml service = services.at(name);
        for (String port : service.texts("ports")) {
          assertThat(taken.add(port.replaceAll(":[0-9]+$", ""))).as(port).isTrue();
          if (!port.startsWith("127.0.0.1:")) {
            open.add(name + " " + port);
          }
        }
      }
      assertThat(open).hasSize(1).allMatch(each -> each.endsWith("receiver 25:2525"));
    }
  }

  @Test
  void withoutAWordItIsTheFleetAndNeverTheTwoAtOnce() {
    assertThat(Repository.read(".env").lines()).contains("COMPOSE_PROFILES=fleet");
    assertThat(names("fleet"))
        .contains("receiver", "prober-amer", "prober-emea", "prober-apac", "grafana")
        .doesNotContain("simulator");
    assertThat(names("demo"))
        .contains("simulator", "demo-receiver", "demo-amer", "demo-emea", "demo-apac", "grafana")
        .doesNotContain("receiver");
    for (String name : names("fleet")) {
      assertThat(names("fleet")).as(name).containsAll(dependencies(name));
    }
    for (String name : names("demo")) {
      assertThat(names("demo")).as(name).containsAll(dependencies(name));
    }
  }

  private List<String> names(String profile) {
    return services.keys().stream().filter(name -> isIn(profile, services.at(name))).toList();
  }

  private List<String> dependencies(String name) {
    Yaml service = services.at(name);
    return service.has("depends_on") ? service.at("depends_on").keys() : List.of();
  }

  private static boolean isIn(String profile, Yaml service) {
    return !service.has("profiles") || service.texts("profiles").contains(profile);
  }

  /** Prometheus scrapes, and probers read, the demo under the names of the fleet. */
  @Test
  void theDemoGoesByTheNamesOfTheFleet() {
    for (String name : names("demo")) {
      if (name.startsWith("demo-")) {
        String known = name.equals("demo-receiver") ? "receiver" : name.replace("demo-", "prober-");
        assertThat(services.at(name).at("networks").at("metrics").texts("aliases"))
            .containsExactly(known);
        assertThat(services.at(name).texts("ports")).isEqualTo(services.at(known).texts("ports"));
      }
    }
    assertThat(services.at("demo-receiver").at("networks").at("mail").texts("aliases"))
        .containsExactly("receiver");
  }

  /** What the simulator is told is what the demo's probers use. */
  @Test
  void theDemoSubmitsWhereTheSimulatorListens() throws Exception {
    List<String> command = services.at("simulator").texts("command");
    int port = Integer.parseInt(after("--listen", command).replace("0.0.0.0:", ""));
    assertThat(after("--deliver", command)).isEqualTo("receiver:2525");
    Scenario scenario = new Scenarios(new Machine()).find(after("--scenario", command));
    for (String region : scenario.regionNames()) {
      if (!services.keys().contains("demo-" + region)) {
        port += 2;
        continue;
      }
      Config prober = load("demo-" + region, anySecrets()).config();
      assertThat(prober.region()).isEqualTo(region);
      assertThat(prober.routes())
          .filteredOn(route -> !route.path().label().equals("control"))
          .extracting(route -> route.submit().target().toString())
          .containsExactly("simulator:" + port, "simulator:" + (port + 1));
      port += 2;
    }
    assertThat(scenario.regionNames()).contains("amer", "emea", "apac");
  }

  private static String after(String option, List<String> command) {
    return command.get(command.indexOf(option) + 1);
  }

  @Test
  void everyMountIsThereAndReadOnlyAndEveryVolumeDeclared() {
    Set<String> volumes = new TreeSet<>();
    for (Yaml service : all()) {
      for (String mount : service.texts("volumes")) {
        String[] parts = mount.split(":", -1);
        if (parts[0].startsWith("./")) {
          assertThat(Repository.file(parts[0])).exists();
          assertThat(parts).as(mount).hasSize(3).endsWith("ro");
        } else {
          assertThat(volumes.add(parts[0])).as(mount + " is mounted once").isTrue();
        }
      }
    }
    assertThat(compose.at("volumes").keys()).containsExactlyInAnyOrderElementsOf(volumes);
  }

  @Test
  void everySecretIsMadeByTheScriptAndMountedWhereItIsRead(@TempDir Path folder) throws Exception {
    Tool script = new Tool(Repository.file("deploy/make-secrets"));
    Tool.orSkip("openssl", "openssl");
    script.run(Repository.ROOT, folder.toString());
    Map<String, String> made = contents(folder);
    script.run(Repository.ROOT, folder.toString());
    assertThat(contents(folder)).as("a second run keeps what is there").isEqualTo(made);

    Yaml secrets = compose.at("secrets");
    for (String name : secrets.keys()) {
      assertThat(secrets.at(name).at("file").text()).isEqualTo("./secrets/" + name);
    }
    assertThat(secrets.keys()).containsExactlyInAnyOrderElementsOf(made.keySet());
    for (String name : services.keys()) {
      List<String> mounted = services.at(name).texts("secrets");
      assertThat(secrets.keys()).containsAll(mounted);
      if (hasConfig(services.at(name))) {
        // Read for real, with no other secret at hand than those that the service has.
        made.keySet().stream()
            .filter(secret -> !mounted.contains(secret))
            .forEach(secret -> assertThat(config(name)).doesNotContain("secrets/" + secret + "}"));
        assertThat(load(name, made).warnings()).as(name).isEmpty();
      }
    }
    assertThat(Repository.read(".gitignore")).contains("/secrets/");
    assertThat(Repository.read(".dockerignore")).contains("secrets");
  }

  @Test
  void probersReadTheReceiversFeedAndProveItsControlPath() throws Exception {
    Map<String, String> secrets = anySecrets();
    Config receiver = load("receiver", secrets).config();
    assertThat(receiver.receiver()).isPresent();
    for (String name : services.keys()) {
      if (name.startsWith("prober-")) {
        Config prober = load(name, secrets).config();
        assertThat("prober-" + prober.region()).isEqualTo(name);
        assertThat(prober.feeds())
            .singleElement()
            .satisfies(feed -> assertThat(feed.url()).hasToString("http://receiver:8080"));
        assertThat(prober.routes())
            .extracting(route -> route.path().label())
            .containsExactly("outbound", "control");
        assertThat(prober.routes())
            .allSatisfy(
                route ->
                    assertThat(route.to().toString())
                        .contains(receiver.receiver().orElseThrow().domains().getFirst()));
      }
    }
  }

  @Test
  void prometheusScrapesEveryMailprobeUnderItsRegion() {
    Yaml prometheus = Repository.yaml("prometheus/prometheus.yml");
    Yaml job =
        prometheus.at("scrape_configs").items().stream()
            .filter(one -> one.at("job_name").text().equals("mailprobe"))
            .findFirst()
            .orElseThrow();
    assertThat(job.at("honor_labels").text()).isEqualTo("true");
    List<String> scraped = new ArrayList<>();
    for (Yaml target : job.at("static_configs").items()) {
      String name = target.texts("targets").getFirst().replace(":8080", "");
      scraped.add(name);
      Yaml labels = target.at("labels");
      assertThat(labels.at("role").text()).isEqualTo(name.replaceAll("-.*", ""));
      if (name.startsWith("prober-")) {
        assertThat("prober-" + labels.at("region").text()).isEqualTo(name);
      }
    }
    assertThat(scraped)
        .containsExactlyInAnyOrderElementsOf(
            names("fleet").stream().filter(name -> hasConfig(services.at(name))).toList());
    assertThat(
            prometheus.at("alerting").at("alertmanagers").items().stream()
                .flatMap(one -> one.at("static_configs").items().stream())
                .flatMap(one -> one.texts("targets").stream()))
        .allSatisfy(target -> assertThat(services.keys()).contains(target.replaceAll(":.*", "")));
  }

  @Test
  void grafanaFindsItsDashboardsDataSourceAndTheProbersPages() {
    String folder =
        Repository.yaml("grafana/provisioning/dashboards/mailprobe.yml")
            .at("providers")
            .items()
            .getFirst()
            .at("options")
            .at("path")
            .text();
    assertThat(services.at("grafana").texts("volumes"))
        .contains("./grafana/dashboards:" + folder + ":ro");
    assertThat(
            Repository.yaml("grafana/provisioning/datasources/prometheus.yml")
                .at("datasources")
                .items()
                .getFirst()
                .at("url")
                .text())
        .isEqualTo("http://prometheus:9090");
    for (Dashboard dashboard : Dashboards.all()) {
      Yaml page =
          Repository.yaml(dashboard.file()).at("templating").at("list").items().stream()
              .filter(variable -> variable.at("name").text().equals("page"))
              .findFirst()
              .orElseThrow();
      for (Yaml option : page.at("options").items()) {
        assertThat(pagePorts(option.at("text").text()))
            .contains(
                option.at("value").text().replace("http://localhost:", "127.0.0.1:") + ":8080");
      }
    }
  }

  /** A point on a graph leads to the page of its probe, which its region's prober serves. */
  @Test
  void exemplarsLeadToTheProbersPages() {
    Yaml source =
        Repository.yaml("grafana/provisioning/datasources/prometheus.yml")
            .at("datasources")
            .items()
            .getFirst();
    assertThat(source.at("editable").text()).isEqualTo("false");
    assertThat(source.at("jsonData").at("timeInterval").text())
        .isEqualTo(
            Repository.yaml("prometheus/prometheus.yml").at("global").at("scrape_interval").text());
    List<Yaml> destinations = source.at("jsonData").at("exemplarTraceIdDestinations").items();
    assertThat(destinations).hasSize(3);
    for (Yaml destination : destinations) {
      assertThat(destination.at("name").text()).isEqualTo("probe_id");
      String url = destination.at("url").text();
      // Twice the $: Grafana puts environment variables in where there is one.
      assertThat(url).endsWith("/probes/$${__value.raw}");
      assertThat(pagePorts(destination.at("urlDisplayLabel").text().replaceAll(".* ", "")))
          .contains(url.replaceAll("http://localhost:([0-9]+)/.*", "127.0.0.1:$1:8080"));
    }
    assertThat(services.at("prometheus").texts("command"))
        .contains("--enable-feature=exemplar-storage");
    assertThat(
            Repository.yaml("grafana/provisioning/dashboards/mailprobe.yml")
                .at("providers")
                .items())
        .singleElement()
        .satisfies(
            provider -> {
              assertThat(provider.at("folder").text()).isEqualTo("Mailprobe");
              assertThat(provider.at("allowUiUpdates").text()).isEqualTo("false");
              assertThat(provider.at("disableDeletion").text()).isEqualTo("true");
            });
  }

  private List<String> pagePorts(String region) {
    return services.at("prober-" + region).texts("ports");
  }

  @Test
  void imageRunsAsNobodySpecialAndChecksItselfAsComposeDoes() {
    String dockerfile = Repository.read("deploy/Dockerfile");
    assertThat(dockerfile.lines().filter(line -> line.startsWith("FROM ")))
        .satisfiesExactly(
            build -> assertThat(build).matches("FROM [a-z-]+:[0-9]+\\.[0-9._]+-\\S+ AS build"),
            image -> assertThat(image).as("with nothing but ours in it").isEqualTo("FROM scratch"));
    assertThat(dockerfile).contains("\nUSER 10001:10001\n").contains("\nHEALTHCHECK ");
    List<String> check = services.at("receiver").at("healthcheck").texts("test");
    assertThat(dockerfile)
        .contains("CMD [\"" + String.join("\", \"", check.subList(1, check.size())) + "\"]");
    assertThat(services.at("receiver").at("user").text()).isEqualTo("10001:10001");
  }

  private Map<String, String> anySecrets() {
    Map<String, String> secrets = new HashMap<>();
    compose.at("secrets").keys().forEach(name -> secrets.put(name, "0123456789abcdef".repeat(4)));
    return secrets;
  }

  private List<Yaml> all() {
    return services.keys().stream().map(services::at).toList();
  }

  private static boolean hasConfig(Yaml service) {
    return service.texts("volumes").stream().anyMatch(mount -> mount.endsWith(CONFIG + ":ro"));
  }

  private Path configFile(String service) {
    return services.at(service).texts("volumes").stream()
        .filter(mount -> mount.endsWith(":" + CONFIG + ":ro"))
        .map(mount -> Repository.file(mount.substring(0, mount.indexOf(':'))))
        .findFirst()
        .orElseThrow();
  }

  private String config(String service) {
    return Repository.read(configFile(service).toString());
  }

  private ConfigFile load(String service, Map<String, String> secrets) throws Exception {
    return InContainer.load(configFile(service), service, secrets, environment(service));
  }

  private Map<String, String> environment(String service) {
    Map<String, String> environment = new HashMap<>();
    if (services.at(service).has("environment")) {
      Yaml given = services.at(service).at("environment");
      given.keys().forEach(name -> environment.put(name, given.at(name).text()));
    }
    return environment;
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }
}
