package io.mailprobe.app.doctor;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.health.HealthSettings;
import io.mailprobe.app.health.HealthTrial;
import io.mailprobe.app.health.PollResult;
import io.mailprobe.app.health.ServiceHealth;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Microsoft's service health, where it is to be read. */
final class HealthChecks {

  /** For a token and some pages. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Tools tools;
  private final Examination examination;

  HealthChecks(Tools tools, Examination examination) {
    this.tools = tools;
    this.examination = examination;
  }

  /** Reads it once. */
  void look() throws InterruptedException {
    Optional<Config.ServiceHealth> configured = tools.config().serviceHealth();
    if (configured.isPresent()) {
      String tenant = configured.get().application().tenant();
      examination.make(
          Check.of("service-health", tenant, () -> read(configured.get())).within(PATIENCE));
    }
  }

  private Seen read(Config.ServiceHealth health) throws IOException, InterruptedException {
    HealthTrial trial =
        HealthTrial.make(
            new HealthSettings(health.graph(), health.every(), tools.engine().trusted()),
            tools.tokens().of(health.application()),
            tools.clock().wall());
    if (trial.result() == PollResult.OK) {
      return Seen.ok(trial.words());
    }
    return Seen.fault("it cannot be read: " + Words.plain(trial.words()), remedies(trial.result()))
        .stemmingFrom(
            trial.result() == PollResult.TOKEN_FAILED
                ? Stream.of(TokenChecks.title(health.application()))
                : Stream.of());
  }

  private static List<String> remedies(PollResult result) {
    return switch (result) {
      case OK -> List.of();
      case TOKEN_FAILED ->
          List.of("look at service_health.tenant, service_health.client and service_health.secret");
      case UNAUTHORIZED ->
          List.of("look at service_health.scope, service_health.graph and service_health.cloud");
      case FORBIDDEN ->
          List.of(
              "$graph = Get-MgServicePrincipal -Filter \"appId eq '00000003-0000-0000-c000-000000000000'\"",
              "New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -PrincipalId $principal.Id -ResourceId $graph.Id -AppRoleId ($graph.AppRoles | Where-Object Value -EQ '%s').Id"
                  .formatted(ServiceHealth.PERMISSION));
      case THROTTLED -> List.of("raise service_health.every, or let fewer processes read it");
      case UNREACHABLE, TIMED_OUT, BAD_ANSWER, REFUSED, TOO_LARGE ->
          List.of(
              "let outgoing connections to the host of service_health.graph, port 443, through, and"
                  + " name in tls.trust the authority of a proxy that looks into TLS");
      case UNAVAILABLE -> List.of("wait, and look at the status page of Microsoft 365");
      case PROGRAM -> List.of("report it");
    };
  }
}
