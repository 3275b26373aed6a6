package io.mailprobe.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no source may say, tests included. */
class SourcesTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".mvn", "node_modules");
  private static final Set<String> TEXT =
      Set.of("java", "md", "yaml", "yml", "xml", "sh", "json", "html", "js", "css", "properties");

  @Test
  void theSourcesAreThere() throws IOException {
    assertThat(sources()).hasSizeGreaterThan(100).anyMatch(path -> path.endsWith("pom.xml"));
  }

  /** A test that sleeps is slow on a fast machine and fails on a slow one. */
  @Test
  void noSourceSleeps() throws IOException {
    assertThat(
            linesThat(
                Pattern.compile("(Thread|TimeUnit[.A-Z]*|SECONDS)\\.sleep\\("), Set.of("java")))
        .isEmpty();
  }

  /** A path of one machine works nowhere else. */
  @Test
  void noSourceNamesAFolderOfADevelopersMachine() throws IOException {
    Pattern folder = Pattern.compile("(^|[\\s\"'=:(`])/(home|root|Users|work|tmp/[a-z])\\b");
    assertThat(linesThat(folder, TEXT)).isEmpty();
  }

  private static List<String> linesThat(Pattern pattern, Set<String> extensions) {
    try {
      return sources().stream()
          .filter(path -> extensions.contains(extension(path)))
          .flatMap(path -> lines(path).filter(line -> pattern.matcher(line).find()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String extension(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static Stream<String> lines(Path path) {
    try {
      return Files.readAllLines(path).stream().map(line -> ROOT.relativize(path) + ": " + line);
    } catch (MalformedInputException _) {
      return Stream.empty(); // Not text after all.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sources.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }
}
