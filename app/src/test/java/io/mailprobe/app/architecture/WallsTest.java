package io.mailprobe.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walls of docs/architecture.md: who may know whom, and who may touch the world. */
class WallsTest {

  private static final Set<String> IN_MEMORY =
      Set.of(
          "java.io.ByteArrayInputStream",
          "java.io.ByteArrayOutputStream",
          "java.io.IOException",
          "java.io.Serializable",
          "java.io.StringReader",
          "java.io.StringWriter",
          "java.io.UncheckedIOException",
          "java.io.Writer");

  private static final Set<String> CLOCKS_AND_DICE =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.Thread.sleep",
          "java.util.concurrent.TimeUnit.sleep",
          "java.lang.Math.random",
          "java.util.concurrent.ThreadLocalRandom.current");

  @Test
  void everythingIsLookedAt() {
    for (String module : List.of("protocol", "store", "prober", "receiver", "simulator", "app")) {
      assertThat(Product.CLASSES)
          .as(module)
          .anyMatch(type -> type.getPackageName().startsWith("io.mailprobe." + module));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "protocol, prober|receiver|simulator|store|app",
    "store, protocol|prober|receiver|simulator|app",
    "prober, receiver|simulator|app",
    "receiver, prober|simulator|app",
    "simulator, prober|receiver|store|app"
  })
  void noModuleKnowsWhatItMustNot(String module, String others) {
    String[] forbidden =
        List.of(others.split("\\|")).stream()
            .map(other -> "io.mailprobe." + other + "..")
            .toArray(String[]::new);
    check(
        noClasses()
            .that(resideInAPackage("io.mailprobe." + module + ".."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(forbidden)));
  }

  @Test
  void protocolDoesNoInputAndOutput() {
    check(
        noClasses()
            .that(resideInAPackage("io.mailprobe.protocol.."))
            .should()
            .dependOnClassesThat(describe("do input or output", WallsTest::doesInputOrOutput)));
  }

  private static boolean doesInputOrOutput(JavaClass type) {
    String of = type.getPackageName();
    return (of.equals("java.io") && !IN_MEMORY.contains(type.getName()))
        || of.startsWith("java.net")
        || of.startsWith("javax.net")
        || of.startsWith("java.nio.file")
        || of.startsWith("java.nio.channels")
        || of.startsWith("java.sql")
        || of.startsWith("org.slf4j");
  }

  @Test
  void onlyTimeItselfReadsClocksSleepsOrRollsDice() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.mailprobe.app.time..")
            .should()
            .accessTargetWhere(
                describe("a clock is read, dice are rolled, or a thread sleeps", WallsTest::isTime))
            .because("tests run a day in milliseconds: take Clock, Scheduler and RandomGenerator"));
  }

  private static boolean isTime(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    String owner = target.getOwner().getName();
    boolean now = owner.startsWith("java.time.") && target.getName().equals("now");
    boolean systemClock =
        owner.equals("java.time.Clock")
            && (target.getName().startsWith("system") || target.getName().startsWith("tick"));
    // A generator seeded from the given one is no chance of its own.
    boolean unseeded =
        owner.startsWith("java.util.") && target.getFullName().endsWith("Random.<init>()");
    return now
        || systemClock
        || unseeded
        || CLOCKS_AND_DICE.contains(owner + "." + target.getName());
  }

  @Test
  void onlyTheCommandLinePrints() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.mailprobe.app.cli..")
            .should()
            .accessTargetWhere(describe("it prints", WallsTest::prints)));
  }

  private static boolean prints(JavaAccess<?> access) {
    String owner = access.getTarget().getOwner().getName();
    String name = access.getTarget().getName();
    return (owner.equals("java.lang.System") && (name.equals("out") || name.equals("err")))
        || name.equals("printStackTrace");
  }

  /** What Microsoft tells of its own health is shown beside our verdicts, and part of none. */
  @Test
  void verdictsDoNotKnowWhatMicrosoftTells() {
    check(
        noClasses()
            .that(resideInAnyPackage("io.mailprobe.app.status..", "io.mailprobe.app.blame.."))
            .should()
            .dependOnClassesThat(resideInAPackage("io.mailprobe.app.health..")));
  }

  /** A module's root package holds its door and the words that its steps share. */
  @Test
  void stepsDoNotKnowEachOtherInCircles() {
    check(slices().matching("io.mailprobe.(*).(*)..").should().beFreeOfCycles());
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(Product.CLASSES.stream().map(JavaClass::getPackage).distinct())
        .filteredOn(of -> of.getName().startsWith("io.mailprobe."))
        .allMatch(of -> of.isAnnotatedWith(NullMarked.class), "has a @NullMarked package-info")
        .extracting(JavaPackage::getName)
        .contains("io.mailprobe.protocol.stamp");
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(Product.CLASSES);
  }
}
