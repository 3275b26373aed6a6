package io.mailprobe.receiver.tls;

import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate and its key as their files hold them now. Whoever asks has them looked at: what has
 * changed is read again. A new pair that does not hold is told in the log, and the old one stays.
 */
public final class CertifiedFiles {

  private static final Logger log = LoggerFactory.getLogger(CertifiedFiles.class);

  private final PemFiles files;
  private @Nullable Held held;

  public CertifiedFiles(PemFiles files) {
    this.files = files;
  }

  /**
   * The pair in force.
   *
   * @throws IOException if there has never been one; the message names the file
   */
  public synchronized CertifiedKey current() throws IOException {
    Marks marks = Marks.of(files); // Before the reading: a change meanwhile is seen next time.
    Held now = held;
    if (now == null) {
      now = new Held(CertifiedKey.read(files), marks);
    } else if (!marks.equals(now.marks())) {
      now = new Held(again(now.pair()), marks); // Marked even if bad: that is told once.
    }
    held = now;
    return now.pair();
  }

  private CertifiedKey again(CertifiedKey before) {
    try {
      CertifiedKey pair = CertifiedKey.read(files);
      log.info(
          "new certificate {}, valid until {}",
          files.certificate(),
          pair.chain().getFirst().getNotAfter().toInstant());
      return pair;
    } catch (IOException e) {
      log.warn("the certificate before stays in force: {}", e.getMessage());
      return before;
    }
  }

  private record Held(CertifiedKey pair, Marks marks) {}

  /** What tells that files have changed. */
  private record Marks(List<String> ofEach) {

    static Marks of(PemFiles files) {
      return new Marks(List.of(of(files.certificate()), of(files.key())));
    }

    private static String of(Path file) {
      try {
        BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
        return seen.lastModifiedTime() + " " + seen.size() + " " + seen.fileKey();
      } catch (IOException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }
}
