package io.mailprobe.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each library is confined to named packages, so that it can be changed or replaced there. A new
 * library gets its line here, with the packages that need it.
 */
class LibrariesTest {

  private static final String EVERYWHERE = "io.mailprobe";

  /** The first line whose library a class belongs to decides. */
  private static final List<Confinement> CONFINEMENTS =
      List.of(
          confine(
              "java.sql",
              "store",
              "prober.account",
              "receiver.journal",
              "receiver.feed",
              "app.health"),
          confine("java.", ""),
          confine("javax.", ""),
          confine("org.jspecify", ""),
          confine("org.slf4j", ""),
          confine("org.sqlite", "store"),
          confine("org.subethamail", "receiver.listen"),
          confine("io.netty", "prober.submit", "prober.lookup", "simulator"),
          confine(
              "jakarta.mail",
              "prober.compose",
              "receiver.verify",
              "receiver.listen",
              "receiver.explain",
              "simulator.sender"),
          confine("org.eclipse.angus", "simulator.sender"),
          confine("io.micrometer", "app.metrics"),
          confine("io.prometheus", "app.metrics"),
          confine("org.snakeyaml", "app.config", "simulator"),
          confine("picocli", "app.cli"),
          confine("io.helidon", "app.http"),
          confine("com.microsoft.aad.msal4j", "app.token"),
          confine("com.sun.net.httpserver", "simulator.web"),
          confine("ch.qos.logback", "app.logging"),
          confine("com.fasterxml.jackson.annotation", "prober.account"),
          confine("tools.jackson", "protocol.feed", "prober.account", "simulator", "app"));

  @Test
  void everyLibraryStaysInItsPackages() {
    TreeSet<String> breaches = new TreeSet<>();
    for (JavaClass user : Product.CLASSES) {
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        breach(user, dependency.getTargetClass().getBaseComponentType()).ifPresent(breaches::add);
      }
    }
    assertThat(breaches).isEmpty();
  }

  private static Optional<String> breach(JavaClass user, JavaClass used) {
    if (used.isPrimitive() || used.getName().startsWith("io.mailprobe.")) {
      return Optional.empty();
    }
    Optional<Confinement> line =
        CONFINEMENTS.stream().filter(each -> used.getName().startsWith(each.library())).findFirst();
    if (line.isEmpty()) {
      return Optional.of(user.getName() + " uses " + used.getName() + ", which has no line here");
    }
    return line.get().allows(user.getPackageName())
        ? Optional.empty()
        : Optional.of(
            user.getName() + " uses " + used.getName() + ", confined to " + line.get().packages());
  }

  private static Confinement confine(String library, String... packages) {
    return new Confinement(
        library,
        Stream.of(packages)
            .map(each -> each.isEmpty() ? EVERYWHERE : "io.mailprobe." + each)
            .toList());
  }

  private record Confinement(String library, List<String> packages) {

    boolean allows(String user) {
      return packages.stream().anyMatch(each -> (user + ".").startsWith(each + "."));
    }
  }
}
