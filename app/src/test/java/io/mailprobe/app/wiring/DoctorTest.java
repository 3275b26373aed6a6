package io.mailprobe.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.doctor.Finding;
import io.mailprobe.app.doctor.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the doctor says of a healthy set-up, and of each way to break it: the one thing that is
 * broken, why, what to do, and nothing else.
 */
class DoctorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private static Path folder;

  private static DoctorWorld world;

  @BeforeAll
  static void begin() throws Exception {
    world = new DoctorWorld(folder);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  @AfterEach
  void mend() throws Exception {
    world.mend();
  }

  @Test
  void aHealthySetUpIsWell() throws Exception {
    List<Finding> findings = world.examine(world.filledIn(world.configuration()), PATIENCE);
    assertThat(findings)
        .filteredOn(each -> each.standing() != Standing.OK)
        .singleElement() // Certificates of tests are good for a day.
        .satisfies(each -> assertThat(each.seen()).contains("trusted; it runs out soon"));
    assertThat(findings)
        .extracting(Finding::check)
        .containsSubsequence(
            "store",
            "budget",
            "certificate files",
            "receiver",
            "mx",
            "address",
            "token",
            "reach",
            "tls",
            "auth",
            "clock",
            "way in",
            "certificate",
            "mta-sts",
            "tlsa",
            "keys",
            "spf",
            "ptr",
            "envelope",
            "probe",
            "litter");
    assertThat(findings)
        .filteredOn(each -> each.check().equals("probe"))
        .hasSize(3)
        .allSatisfy(
            each -> assertThat(each.seen()).contains("arrived after", "submission", "receiver"));
  }

  @Test
  void oneThatRunsBesidesMayGoOn() throws Exception {
    String yaml = world.filledIn(world.configuration());
    world.run(yaml);
    List<Finding> findings = world.examine(yaml, PATIENCE);
    assertThat(findings).noneMatch(each -> each.standing() == Standing.FAULT);
    assertThat(findings)
        .filteredOn(each -> each.check().equals("receiver"))
        .singleElement()
        .satisfies(each -> assertThat(each.seen()).isEqualTo("another mailprobe runs it"));
  }

  static Stream<BrokenSetUp> setUps() throws Exception {
    return BrokenSetUps.all();
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void oneBrokenThingIsNamedAndNothingElse(BrokenSetUp broken) throws Exception {
    List<Finding> findings = broken.examined(world);
    List<Finding> faults =
        findings.stream().filter(each -> each.standing() == Standing.FAULT).toList();
    assertThat(faults).hasSize(1);
    Finding fault = faults.getFirst();
    assertThat(fault.title()).isEqualTo(broken.title(world));
    assertThat(fault.seen()).contains(broken.cause());
    assertThat(String.join("\n", fault.remedies())).contains(broken.remedy(world));
    assertThat(findings)
        .filteredOn(each -> each.standing() == Standing.SKIPPED)
        .allSatisfy(each -> assertThat(each.because()).contains(fault.title()));
  }
}
